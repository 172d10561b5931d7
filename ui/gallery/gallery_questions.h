#pragma once
/// Asks before what can't be undone: says what is lost and what stays, and lets it be done or kept.
/// Thread rule: GUI thread.

#include <QCoreApplication>
#include <functional>
#include <vector>

#include "ui/gallery/gallery_tasks.h"
#include "ui/gallery/index_list.h"
#include "ui/gallery/notice_bar.h"

namespace descry {

class GalleryQuestions {
    Q_DECLARE_TR_FUNCTIONS(descry::GalleryQuestions)

  public:
    /// Both outlive this.
    GalleryQuestions(NoticeBar& bar, GalleryTasks& tasks) : m_bar(bar), m_tasks(tasks) {}

    void removeFolder(const ShownRoot& root);
    void removeItems(const std::vector<ItemId>& items);
    /// `derived`: files beside the gallery that go with the index.
    void removeIndex(const IndexRow& row, const std::vector<std::filesystem::path>& derived);
    /// Of the gallery that is open.
    void restore(const std::filesystem::path& gallery, const GalleryBackup& backup);
    void withdraw() { m_bar.showNotice({}); }

  private:
    struct Question {
        QString title;
        QString detail;
        QString action;
        std::function<void()> run;
    };
    void ask(const Question& question);

    NoticeBar& m_bar;
    GalleryTasks& m_tasks;
};

}  // namespace descry
