#pragma once
/// Saved searches and what was searched for before, kept in the gallery; the history can be
/// switched off, and what is removed can be put back. Reads and writes in the background. Thread
/// rule: GUI thread. Failure rule: problems are raised as messages; in a gallery that can only be
/// read nothing is offered to be changed.

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>
#include <QWidget>
#include <functional>

#include "ui/common/fixed_key.h"
#include "ui/search/removals.h"
#include "ui/search/search_controller.h"

namespace descry {

class SearchesPanel final : public QWidget {
    Q_OBJECT

  public:
    SearchesPanel(ApplicationContext& context,
                  SearchController& controller,
                  Removals& removals,
                  QWidget* parent = nullptr);

    /// Texts searched for, newest first, each once.
    const QStringList& history() const { return m_historyTexts; }
    /// Shows the field for the name of the search that is to be saved.
    void askName();
    static QList<FixedKey> fixedKeys();

  Q_SIGNALS:
    void chosen(const descry::SearchQuery& query);
    void historyRead();

  protected:
    /// Delete removes from either list.
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Contents;
    static Contents readContents(SearchSource& source);
    void layOut();
    void followChoices();
    void readAgain();
    void show(const Contents& contents);
    using Work = std::function<void(HistoryStore&)>;
    using Done = std::function<void(const SearchSource&)>;
    /// `done` follows once it has been written.
    void change(Work work, Done done = {});
    void save();
    void removeSaved();
    using Take = std::function<std::vector<QueryRecord>(HistoryStore&)>;
    void removeQueries(const QString& what, Take take);
    void removeEntry();
    void clearHistory();
    void showButtons();

    ApplicationContext& m_context;
    SearchController& m_controller;
    Removals& m_removals;
    QListWidget* m_saved;
    QListWidget* m_history;
    QLineEdit* m_name;
    QToolButton* m_save;
    QToolButton* m_remove;
    QToolButton* m_forget;
    QToolButton* m_clear;
    QToolButton* m_keeps;
    QWidget* m_noSaved;
    QLabel* m_noHistory;
    QStringList m_historyTexts;
    std::stop_source m_reading;
};

}  // namespace descry
