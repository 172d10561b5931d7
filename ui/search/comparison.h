#pragma once
/// Two candidates side by side, looked into at the same place, with the same word's heat, and what
/// is known of them in two columns, where they differ marked. The left one is held, the right one
/// is the selected one. Thread rule: GUI thread.

#include <QGridLayout>
#include <QLabel>
#include <QMap>
#include <array>
#include <map>

#include "ui/search/heat_page.h"
#include "ui/search/item_facts.h"

namespace descry {

class Comparison final : public HeatPage {
    Q_OBJECT

  public:
    enum Side { Left, Right };

    Comparison(ApplicationContext& context, HeatLook& look, QWidget* parent = nullptr);

    /// Details may not have been read yet.
    void showSide(Side side, const ResultRow& row, const std::optional<ItemDetails>& details);

  Q_SIGNALS:
    void backRequested();
    void swapRequested();

  private:
    struct FactRow {
        QLabel* left = nullptr;
        QLabel* sign = nullptr;  ///< "differs", or nothing.
        QLabel* name = nullptr;
        QLabel* right = nullptr;
    };

    void addBar(QVBoxLayout* column);
    QWidget* makeFacts();
    void addFact(Fact::Kind kind);
    void showFacts();

    QGridLayout* m_grid = nullptr;
    std::map<Fact::Kind, FactRow> m_rows;
    std::array<QMap<Fact::Kind, QString>, 2> m_facts;  ///< By side.
};

}  // namespace descry
