#include "ui/search/search_notice.h"

#include <QCoreApplication>

namespace descry {
namespace {

using Action = SearchNotice::Action;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(descry::SearchNotice)
};

/// Where a gallery has no picture that is there.
SearchNotice noticeOfEmpty(const Workbench& workbench) {
    const OpenGallery& gallery = *workbench.gallery();
    if (gallery.roots.empty() || workbench.isLoadingBundle()) return {};
    if (!workbench.bundle()) {
        return {Text::tr("No model is open. To add the pictures of its folders to this gallery, "
                         "import a model file.")};
    }
    const bool mayIndex = gallery.access == Gallery::Access::ReadWrite && !workbench.isIndexing();
    if (gallery.counts.numMissing > 0 || !mayIndex) return {};
    return {Text::tr("The pictures of its folders have not been added to this gallery yet."),
            Action::Index};
}

}  // namespace

QString labelOf(Action action) {
    switch (action) {
        case Action::Index:
            return Text::tr("Index now");
        case Action::Import:
            return Text::tr("Import a model file…");
        case Action::None:
            break;
    }
    return {};
}

SearchNotice noticeOf(const Workbench& workbench) {
    const auto& gallery = workbench.gallery();
    if (!gallery) return {};
    if (gallery->counts.numPresent == 0) return noticeOfEmpty(workbench);
    if (workbench.isLoadingBundle()) {
        return {Text::tr("The model is being loaded. You can browse, and describe already.")};
    }
    if (!workbench.bundle()) {
        return {Text::tr("No model is open. Pictures can be browsed and filtered; to search by a "
                         "description, import a model file.")};
    }
    if (gallery->numIndexed(workbench.bundle()->bundle->fingerprint()) == 0) {
        return {Text::tr("This gallery is not indexed with the open model yet."), Action::Index};
    }
    if (workbench.isDemoModelAstray()) {
        return {Text::tr("This is the demo's small model, which knows rendered people only. For "
                         "real pictures, import a RaSa model."),
                Action::Import};
    }
    return {};
}

}  // namespace descry
