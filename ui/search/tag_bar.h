#pragma once
/// Tags of the pictures that are selected: those they have, each with a button to take it off, and
/// a field for a new one that knows the gallery's. Reads and writes in the background. Thread rule:
/// GUI thread. Failure rule: problems are raised as messages; where the gallery can only be read
/// tags are shown, not changed.

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <stop_token>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/search/removals.h"
#include "ui/search/search_controller.h"

namespace descry {

class TagBar final : public QFrame {
    Q_OBJECT

  public:
    /// Of one tag; longer ones are refused.
    static constexpr int kMaxTagLength = 80;

    TagBar(ApplicationContext& context,
           SearchController& controller,
           Removals& removals,
           QWidget* parent = nullptr);

    /// What it speaks of; hidden while nothing is selected.
    void setItems(const std::vector<ItemId>& items);
    /// Shows it and goes to the field.
    void open();
    void close();
    /// Tags that are offered while one is typed.
    void setKnown(const QStringList& tags);
    /// The tags of its items may be others.
    void readAgain();

  Q_SIGNALS:
    void closed();
    /// Tags of these items have changed.
    void tagged(const std::vector<descry::ItemId>& items);

  private:
    void show(const std::map<std::string, std::int64_t>& tags);
    void addChip(const std::string& tag, std::int64_t numItems);
    void addTyped();
    void remove(const std::string& tag);
    void fail(const QString& what, const Error& error);

    ApplicationContext& m_context;
    SearchController& m_controller;
    Removals& m_removals;
    std::vector<ItemId> m_items;
    QLabel* m_title;
    QHBoxLayout* m_chips;
    QLineEdit* m_field;
    std::stop_source m_reading;
};

}  // namespace descry
