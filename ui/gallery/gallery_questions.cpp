#include "ui/gallery/gallery_questions.h"

#include "ui/common/text.h"
#include "ui/gallery/table_look.h"

namespace descry {

void GalleryQuestions::ask(const Question& question) {
    Notice notice;
    notice.icon = QStringLiteral("warning");
    notice.title = question.title;
    notice.detail = question.detail;
    // The bar's buttons go with the question: what is run is kept apart from them.
    notice.actions = {{question.action,
                       [this, run = question.run] {
                           const auto kept = run;
                           withdraw();
                           kept();
                       }},
                      {tr("Keep"), [this] { withdraw(); }}};
    m_bar.showNotice(notice);
}

void GalleryQuestions::removeFolder(const ShownRoot& root) {
    const QString name = tr("“%1”").arg(shownPath(root.root.folder.filename()));
    const std::int64_t numItems = root.count.numPresent + root.count.numMissing;
    ask({.title = tr("Remove the folder %1 with its %2 pictures from this gallery?")
                      .arg(name, groupedNumber(numItems)),
         .detail = tr("What the gallery knows of them is lost: index, tags, notes, bookmarks. The "
                      "folder and the pictures’ files stay as they are."),
         .action = tr("Remove the folder"),
         .run = [this, name, id = root.root.id] {
             Removal removal;
             removal.root = id;
             m_tasks.remove(removal, name);
         }});
}

void GalleryQuestions::removeItems(const std::vector<ItemId>& items) {
    const QString count = groupedNumber(static_cast<std::int64_t>(items.size()));
    const QString what = items.size() == 1 ? tr("The picture") : tr("%1 pictures").arg(count);
    ask({.title = items.size() == 1 ? tr("Take this picture out of the gallery?")
                                    : tr("Take %1 pictures out of the gallery?").arg(count),
         .detail = tr("What the gallery knows of them is lost: index, tags, notes, bookmarks. The "
                      "files stay as they are; while their folder belongs to the gallery, the next "
                      "update adds those that are there again."),
         .action = tr("Take out"),
         .run = [this, items, what] {
             Removal removal;
             removal.items = items;
             m_tasks.remove(removal, what);
         }});
}

void GalleryQuestions::removeIndex(const IndexRow& row,
                                   const std::vector<std::filesystem::path>& derived) {
    Removal removal;
    removal.fingerprint = row.fingerprint;
    removal.derivedFiles = derived;
    const QString what = tr("The index of “%1”").arg(row.name);
    ask({.title = tr("Remove the index of “%1”?").arg(row.name),
         .detail = tr("%1 pictures would have to be indexed again before this model can search "
                      "them. Pictures, tags and other indexes stay.")
                       .arg(groupedNumber(row.numIndexed)),
         .action = tr("Remove the index"),
         .run = [this, removal, what] { m_tasks.remove(removal, what); }});
}

void GalleryQuestions::restore(const std::filesystem::path& gallery, const GalleryBackup& backup) {
    ask({.title = tr("Go back to the copy of %1?").arg(shownZonedTime(backup.timeMs, {})),
         .detail = tr("What was added or changed since is not in it. The gallery as it is now is "
                      "kept beside it, as “%1.damaged”.")
                       .arg(shownPath(gallery.filename())),
         .action = tr("Restore the copy"),
         .run = [this, gallery, file = backup.file] { m_tasks.restore(gallery, file); }});
}

}  // namespace descry
