#include "ui/search/search_notice.h"

#include <QCoreApplication>

namespace descry {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(descry::SearchNotice)
};

}  // namespace

SearchNotice noticeOf(const Workbench& workbench) {
    const auto& gallery = workbench.gallery();
    if (!gallery) return {};
    if (gallery->counts.numPresent == 0) {
        const bool awaitsModel =
            !gallery->roots.empty() && !workbench.bundle() && !workbench.isLoadingBundle();
        if (!awaitsModel) return {};
        return {Text::tr("No model is open. To add the pictures of its folders to this gallery, "
                         "import a model file."),
                {}};
    }
    if (workbench.isLoadingBundle()) {
        return {Text::tr("The model is being loaded. You can browse, and describe already."), {}};
    }
    if (!workbench.bundle()) {
        return {Text::tr("No model is open. Pictures can be browsed and filtered; to search by a "
                         "description, import a model file."),
                {}};
    }
    if (gallery->numIndexed(workbench.bundle()->bundle->fingerprint()) == 0) {
        return {Text::tr("This gallery is not indexed with the open model yet."),
                Text::tr("Index now")};
    }
    return {};
}

}  // namespace descry
