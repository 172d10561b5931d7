#include "ui/gallery/gallery_state.h"

#include <QCoreApplication>

#include "ui/common/text.h"
#include "ui/gallery/table_look.h"

namespace descry {
namespace {

struct State {
    Q_DECLARE_TR_FUNCTIONS(descry::GalleryState)
};

QString titleOf(ErrorCode code, const QString& name) {
    switch (code) {
        case ErrorCode::Database:
            return State::tr("Another program is writing to “%1”.").arg(name);
        case ErrorCode::Unsupported:
            return State::tr("“%1” is not of this version of Descry.").arg(name);
        case ErrorCode::CorruptFile:
            return State::tr("“%1” is damaged, or no gallery.").arg(name);
        case ErrorCode::NotFound:
            return State::tr("“%1” is not there.").arg(name);
        default:
            return State::tr("“%1” cannot be opened.").arg(name);
    }
}

/// Offered with the newest copy; the copies' times say how much would be lost.
void addRestore(Notice& notice,
                const std::filesystem::path& gallery,
                const std::vector<GalleryBackup>& backups,
                const StateActions& actions) {
    if (backups.empty()) return;
    const GalleryBackup& newest = backups.front();
    notice.detail += QLatin1Char('\n') +
                     State::tr("The newest copy is of %1 (%2).")
                         .arg(shownZonedTime(newest.timeMs, {}), shownBytes(newest.sizeBytes));
    notice.actions << MessageAction{
        State::tr("Restore the copy"),
        [gallery, newest, restore = actions.restore] { restore(gallery, newest); }};
}

Notice noticeOfMissing(const std::vector<const ShownRoot*>& missing, const StateActions& actions) {
    const ShownRoot& first = *missing.front();
    Notice notice;
    notice.icon = QStringLiteral("warning");
    const QString name = shownPath(first.root.folder);
    notice.title =
        missing.size() == 1
            ? State::tr("The folder “%1” is not there.").arg(name)
            : State::tr("The folder “%1” and %2 more are not there.")
                  .arg(name, groupedNumber(static_cast<std::int64_t>(missing.size()) - 1));
    notice.detail = State::tr(
        "Perhaps its drive is not connected. What is indexed can still be searched; large pictures "
        "and updates need the folder.");
    notice.actions = {
        {State::tr("Find it again…"), [root = first, find = actions.findFolder] { find(root); }},
        {State::tr("Look again"), actions.tryAgain}};
    return notice;
}

}  // namespace

Notice noticeOf(const GalleryFailure& failure, const StateActions& actions) {
    Notice notice;
    notice.icon = QStringLiteral("problem");
    notice.title = titleOf(failure.error.code(), shownPath(failure.file.stem()));
    notice.detail = errorText(failure.error);
    const bool mayBeDamaged = failure.error.code() == ErrorCode::CorruptFile ||
                              failure.error.code() == ErrorCode::NotFound;
    if (mayBeDamaged) addRestore(notice, failure.file, failure.backups, actions);
    notice.actions << MessageAction{State::tr("Try again"), actions.tryAgain}
                   << MessageAction{State::tr("Dismiss"), actions.dismiss};
    return notice;
}

Notice noticeOf(const GalleryStanding& standing, const StateActions& actions) {
    Notice notice;
    if (standing.isDamaged) {
        notice.icon = QStringLiteral("problem");
        notice.title = State::tr("The gallery’s file is damaged.");
        notice.detail = State::tr(
            "It is only read from now on, so that nothing gets worse. Searches may lack pictures.");
        if (standing.backups.empty()) {
            notice.detail += QLatin1Char('\n') +
                             State::tr(
                                 "There is no copy of it. Its folders can be opened as a new "
                                 "gallery; tags, notes and bookmarks would be lost.");
        }
        addRestore(notice, standing.file, standing.backups, actions);
        return notice;
    }
    if (standing.isReadOnly) {
        notice.icon = QStringLiteral("note");
        notice.title = State::tr("This gallery can only be read.");
        notice.detail = State::tr(
            "It can be searched and looked at. To add pictures or to index with another model, "
            "copy "
            "it to a place where it can be written, or change the permissions of its file and "
            "folder.");
        return notice;
    }
    std::vector<const ShownRoot*> missing;
    for (const ShownRoot& root : standing.roots) {
        if (!root.isThere) missing.push_back(&root);
    }
    return missing.empty() ? notice : noticeOfMissing(missing, actions);
}

}  // namespace descry
