#pragma once
/// The rows of IndexList: which models have indexed a gallery, under the names that they had when
/// they were last open. Thread rule: GUI thread.

#include <vector>

#include "ui/common/application_context.h"
#include "ui/gallery/gallery_reading.h"
#include "ui/gallery/index_list.h"

namespace descry {

/// Remembers where a bundle is, so that what it has indexed has a name and it can be used again.
void noteModel(Settings& settings, const Bundle& bundle);

/// The open model first, then those that have indexed something.
std::vector<IndexRow> indexRows(const ApplicationContext& context,
                                const OpenGallery& gallery,
                                const std::vector<IndexFiles>& files);

}  // namespace descry
