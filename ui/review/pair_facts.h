#pragma once
/// What is known of the pair under review: whose it is, where it stands in the data set, what a
/// bundle says of it, and what was decided of it before, as far as ReviewDesk::history() tells. In
/// blind mode nothing of a bundle is there. Thread rule: GUI thread.

#include <QTimer>
#include <QWidget>
#include <string_view>
#include <vector>

#include "ui/review/review_desk.h"

class QGridLayout;
class QLabel;

namespace descry {

class PairFacts final : public QWidget {
    Q_OBJECT

  public:
    explicit PairFacts(ReviewDesk& desk, QWidget* parent = nullptr);

  private:
    struct Fact {
        enum class Kind { Heading, Text, Path };
        Kind kind = Kind::Text;
        QString name{};
        QString text{};
        QString meaning{};  ///< For the tooltip.
    };
    using Facts = std::vector<Fact>;

    /// A row is made once and used again: a pair is looked at for a second.
    struct Row {
        QLabel* name = nullptr;
        QLabel* text = nullptr;
        QLabel* path = nullptr;  ///< In the place of the text: a path is cut, not broken.
    };

    void showFacts();
    Facts factsNow() const;
    void addPair(Facts& facts) const;
    static void addImage(Facts& facts, std::string_view path, std::size_t record);
    void addScores(Facts& facts) const;
    void addHistory(Facts& facts) const;
    Row& rowAt(std::size_t place);
    static void showFact(const Row& row, const Fact& fact);

    ReviewDesk& m_desk;
    QTimer m_later;  ///< The pictures are painted first.
    QGridLayout* m_grid = nullptr;
    QWidget* m_body = nullptr;
    std::vector<Row> m_rows;
};

}  // namespace descry
