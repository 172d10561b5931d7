#pragma once
/// Whether a folder of a gallery has moved to another place: are the files there, and are they the
/// same? Sizes are compared for all, contents for a sample. Nothing is changed. Thread rule: one
/// call, one thread; it reads the disk. Errors: the gallery's, NotFound (no such folder),
/// Cancelled.

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/gallery/gallery.h"

namespace descry {

struct RelocationCheck {
    enum class Verdict {
        Same,   ///< Every file is there, and all that were read have the same contents.
        Part,   ///< Most that were read are the same; some are not, or are not there.
        Other,  ///< Other files, or none: not the folder that is looked for.
    };

    Root root;                     ///< As the gallery knows it.
    std::filesystem::path folder;  ///< Where it may be now.
    std::int64_t numItems = 0;     ///< Of the gallery in this folder.
    std::int64_t numThere = 0;     ///< Files of the same size.
    std::int64_t numOtherSize = 0;
    std::int64_t numAbsent = 0;
    std::int64_t numRead = 0;  ///< The sample: read whole and compared with the stored hash.
    std::int64_t numSame = 0;
    std::vector<std::string>
        examples;  ///< Files that are absent or differ, displayable, at most 5.

    Verdict verdict() const;
};

struct RelocationRequest {
    RootId root;
    std::filesystem::path folder;
    int sampleSize = 64;  ///< Files whose contents are read, 1..10 000.
};

RelocationCheck checkRelocation(Gallery& gallery,
                                const RelocationRequest& request,
                                std::stop_token stop = {});

}  // namespace descry
