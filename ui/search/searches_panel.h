#pragma once
/// Saved searches and what was searched for before, kept in the gallery. Reads and writes in the
/// background. Thread rule: GUI thread. Failure rule: problems are raised as messages; in a gallery
/// that can only be read nothing is offered to be changed.

#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>
#include <QWidget>
#include <functional>

#include "ui/search/search_controller.h"

namespace descry {

class SearchesPanel final : public QWidget {
    Q_OBJECT

  public:
    SearchesPanel(ApplicationContext& context,
                  SearchController& controller,
                  QWidget* parent = nullptr);

    /// Texts searched for, newest first, each once.
    const QStringList& history() const { return m_historyTexts; }
    /// Shows the field for the name of the search that is to be saved.
    void askName();

  Q_SIGNALS:
    void chosen(const descry::SearchQuery& query);
    void historyRead();

  private:
    struct Contents;
    static Contents readContents(SearchSource& source);
    void layOut();
    void readAgain();
    void show(const Contents& contents);
    void change(std::function<void(HistoryStore&)> work);
    void save();
    void removeSaved();

    ApplicationContext& m_context;
    SearchController& m_controller;
    QListWidget* m_saved;
    QListWidget* m_history;
    QLineEdit* m_name;
    QToolButton* m_save;
    QToolButton* m_remove;
    QToolButton* m_clear;
    QWidget* m_noSaved;
    QWidget* m_noHistory;
    QStringList m_historyTexts;
    std::stop_source m_reading;
};

}  // namespace descry
