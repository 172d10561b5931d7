#include <QAccessible>
#include <QImage>
#include <QStyledItemDelegate>
#include <QTest>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/search/result_model.h"
#include "ui/search/result_view.h"
#include "ui/search/search_page.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr int kNumItems = 1'000'000;

std::shared_ptr<const Ranking> browsed() {
    std::vector<ShownCandidate> candidates(kNumItems);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        candidates[i].item = ItemId{static_cast<std::int64_t>(i) + 1};
    }
    return std::make_shared<const Ranking>(std::move(candidates));
}

std::shared_ptr<const Ranking> ranked(int numCandidates = 3) {
    std::vector<ShownCandidate> candidates;
    for (int i = 1; i <= numCandidates; ++i) {
        candidates.push_back({ItemId{i}, 1 - 0.1F * static_cast<float>(i), {}, {}, 0});
    }
    return std::make_shared<const Ranking>(std::move(candidates), RerankProgress{0, numCandidates});
}

/// The three turned round after re-ranking.
Ranking turned() {
    std::vector<ShownCandidate> candidates;
    for (int i = 3; i >= 1; --i) {
        const auto logit = static_cast<float>(i);
        candidates.push_back({ItemId{i}, 1 - 0.1F * logit, logit, logit, 0});
    }
    return Ranking(std::move(candidates), {3, 3});
}

struct Told {
    QAccessible::Event event;
    QAccessible::Id id;
    bool operator==(const Told&) const = default;
};
QList<Told> told;

struct Grid {
    ResultModel model;
    ResultView view;

    explicit Grid(const std::shared_ptr<const Ranking>& ranking) {
        model.setRanking(ranking);
        view.setModel(&model);
        view.setItemDelegate(new QStyledItemDelegate(&view));
        view.resize(400, 900);
        view.show();
    }
    QAccessibleInterface* spoken() { return QAccessible::queryAccessibleInterface(&view); }
};

/// Of all channels together.
int difference(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
           std::abs(a.blue() - b.blue());
}

/// Candidates with a break line as the Search workspace shows them.
struct PaintedBreak {
    UiParts parts;
    ResultModel model;
    SearchPage page{parts.context, model};
    QImage grid;

    explicit PaintedBreak(ThemeChoice theme) {
        parts.theme.setChoice(theme);
        model.setRanking(ranked(20));
        page.resize(700, 1000);
        page.show();
    }
    void breakAfter(int numRows) {
        model.setBreakAfter(numRows);
        page.view().setBreakRow(model.breakRow());
        const QWidget* shown = page.view().viewport();
        grid = page.grab(QRect(shown->mapTo(&page, QPoint()), shown->size())).toImage();
    }

    QRect place(int row) const { return page.view().visualRect(model.index(row)); }
    int numColumns() const {
        int count = 1;
        while (count < model.rowCount() && place(count).top() == place(0).top()) ++count;
        return count;
    }

    std::array<QColor, 4> pixelsAround(int x, int y) const {
        return {grid.pixelColor(x - 1, y - 1),
                grid.pixelColor(x, y - 1),
                grid.pixelColor(x - 1, y),
                grid.pixelColor(x, y)};
    }
    bool isLine(int x, int y) const {
        const ThemeColours& colours = parts.theme.colours();
        return std::ranges::any_of(pixelsAround(x, y), [&](const QColor& pixel) {
            return difference(pixel, colours.accent) < difference(pixel, colours.window);
        });
    }
    bool isClear(int x, int y) const {
        constexpr int kNear = 24;
        return std::ranges::all_of(pixelsAround(x, y), [&](const QColor& pixel) {
            return difference(pixel, parts.theme.colours().window) < kNear;
        });
    }
    int numPixelsOfText(const QRect& where) const {
        const ThemeColours& colours = parts.theme.colours();
        int count = 0;
        for (int y = where.top(); y <= where.bottom(); ++y) {
            for (int x = where.left(); x <= where.right(); ++x) {
                const QColor pixel = grid.pixelColor(x, y);
                count += difference(pixel, colours.text) < difference(pixel, colours.window);
            }
        }
        return count;
    }

    /// From the left edge to `end` the line runs at the height `y` and spares its words.
    void verifyLine(int y, int end) const {
        constexpr int kAside = 6;
        constexpr int kHalfText = 5;
        std::vector<int> clear;
        for (int x = 1; x < end; ++x) {
            if (isClear(x, y)) clear.push_back(x);
        }
        QVERIFY(!clear.empty());
        const int first = clear.front();
        const int last = clear.back();
        for (const int x : {kAside / 2, first - kAside, last + kAside, end - kAside / 2}) {
            QVERIFY2(isLine(x, y), qPrintable(QString::number(x)));
        }
        QFont font = page.view().font();
        font.setPixelSize(kSmallPixels);
        const QString words = ResultView::tr("Unlikely from here on");
        QVERIFY(last - first >= QFontMetrics(font).horizontalAdvance(words));
        const QRect middle(QPoint(first, y - kHalfText), QPoint(last, y + kHalfText - 1));
        QVERIFY(numPixelsOfText(middle) > words.size());
    }
};

/// Without one Qt drops what it is told. xcb has one, with QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1.
#define NEEDS_A_READER() \
    if (!QAccessible::isActive()) QSKIP("the platform has no screen reader to tell")

QAccessible::Id idOf(QAccessibleInterface* entry) {
    return QAccessible::uniqueId(entry);
}

}  // namespace

class TestResultView : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        QAccessible::installUpdateHandler([](QAccessibleEvent* event) {
            told.push_back({event->type(), event->uniqueId()});
        });
    }
    void cleanup() {
        QAccessible::installUpdateHandler(nullptr);
        told.clear();
    }

    void rowsAreReadAsEntriesOfAList() {
        Grid grid(browsed());
        QAccessibleInterface* list = grid.spoken();
        QCOMPARE(list->role(), QAccessible::List);
        QVERIFY(list->state().multiSelectable);
        QCOMPARE(list->childCount(), kNumItems);
        QVERIFY(list->child(-1) == nullptr);
        QVERIFY(list->child(kNumItems) == nullptr);

        QAccessibleInterface* entry = list->child(2);
        QCOMPARE(entry->role(), QAccessible::ListItem);
        QCOMPARE(entry->text(QAccessible::Name),
                 grid.model.index(2).data(Qt::AccessibleTextRole).toString());
        QVERIFY(entry->text(QAccessible::Name).contains("picture 3"));
        QCOMPARE(entry->parent(), list);
        QCOMPARE(list->indexOfChild(entry), 2);
        QCOMPARE(list->child(2), entry);
        QCOMPARE(list->indexOfChild(list), -1);
    }

    void anEntryIsWhereItIsSeen() {
        Grid grid(browsed());
        QAccessibleInterface* list = grid.spoken();
        QAccessibleInterface* entry = list->child(1);
        const QRect place = grid.view.visualRect(grid.model.index(1));
        QCOMPARE(entry->rect(),
                 QRect(grid.view.viewport()->mapToGlobal(place.topLeft()), place.size()));
        const QPoint middle = entry->rect().center();
        QCOMPARE(list->childAt(middle.x(), middle.y()), entry);
        QVERIFY(!entry->state().offscreen);
        QVERIFY(list->child(kNumItems - 1)->state().offscreen);
    }

    void anEntrySaysWhetherItIsCurrentAndSelected() {
        Grid grid(browsed());
        grid.view.activateWindow();
        grid.view.setFocus();
        QTRY_VERIFY(grid.view.hasFocus());
        grid.view.setCurrentIndex(grid.model.index(4));
        QAccessibleInterface* list = grid.spoken();
        QVERIFY(list->child(4)->state().focused);
        QVERIFY(list->child(4)->state().selected);
        QVERIFY(!list->child(5)->state().focused);
        QVERIFY(!list->child(5)->state().selected);
        QCOMPARE(list->focusChild(), list->child(4));
    }

    void theKeyboardsWayIsTold() {
        NEEDS_A_READER();
        Grid grid(browsed());
        grid.view.activateWindow();
        grid.view.setFocus();
        QTRY_VERIFY(grid.view.hasFocus());
        grid.view.setCurrentIndex(grid.model.index(0));
        told.clear();
        QTest::keyClick(&grid.view, Qt::Key_Right);
        QAccessibleInterface* list = grid.spoken();
        QVERIFY(told.contains({QAccessible::Focus, idOf(list->child(1))}));
        QVERIFY(told.contains({QAccessible::SelectionAdd, idOf(list->child(1))}));
        QVERIFY(told.contains({QAccessible::SelectionRemove, idOf(list->child(0))}));
    }

    void whatIsReadLaterOfTheCurrentOneIsTold() {
        NEEDS_A_READER();
        Grid grid(browsed());
        grid.view.setCurrentIndex(grid.model.index(1));
        told.clear();
        ItemLine line;
        line.bookmarked = true;
        grid.model.setLines({{ItemId{2}, line}});
        QAccessibleInterface* entry = grid.spoken()->child(1);
        QVERIFY(told.contains({QAccessible::NameChanged, idOf(entry)}));
        QVERIFY(entry->text(QAccessible::Name).contains("bookmarked"));
    }

    void anEntryFollowsItsItem() {
        Grid grid(ranked());
        QAccessibleInterface* list = grid.spoken();
        QAccessibleInterface* first = list->child(0);
        grid.model.rerank(turned(), {});
        QCOMPARE(list->indexOfChild(first), 2);
        QVERIFY(first->text(QAccessible::Name).contains("rank 3"));
        QCOMPARE(list->child(2), first);
    }

    void anotherResultHasOtherEntries() {
        Grid grid(ranked());
        const QAccessible::Id old = idOf(grid.spoken()->child(0));
        grid.model.setRanking(ranked());
        QVERIFY(QAccessible::accessibleInterface(old) == nullptr);
        QVERIFY(idOf(grid.spoken()->child(0)) != old);
        grid.model.clear();
        QCOMPARE(grid.spoken()->childCount(), 0);
    }

    void entriesGoWithTheView() {
        QAccessible::Id entry = 0;
        {
            Grid grid(ranked());
            entry = idOf(grid.spoken()->child(0));
        }
        QVERIFY(QAccessible::accessibleInterface(entry) == nullptr);
    }

    void theBreakLineRunsBetweenRowsAndSparesItsWords_data() {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
    }
    void theBreakLineRunsBetweenRowsAndSparesItsWords() {
        QFETCH(ThemeChoice, theme);
        PaintedBreak painted(theme);
        const int numColumns = painted.numColumns();
        QVERIFY(numColumns > 3);

        // After a whole line of cells: from edge to edge.
        painted.breakAfter(numColumns);
        const int width = painted.grid.width();
        const QRect next = painted.place(numColumns);
        const int halfGap = (next.top() - painted.place(0).bottom() - 1) / 2;
        painted.verifyLine(next.top() - halfGap, width);

        // Before the last cell of a line: below the others, up beside it, on above it.
        painted.breakAfter(2 * numColumns - 1);
        const QRect cell = painted.place(2 * numColumns - 1);
        const int above = cell.top() - halfGap;
        const int beside = cell.left() - halfGap;
        QVERIFY(painted.isClear(beside - halfGap, above));
        QVERIFY(painted.isLine(cell.center().x(), above));
        QVERIFY(painted.isLine(beside, cell.center().y()));
        painted.verifyLine(cell.bottom() + 1 + halfGap, beside);
    }
};

DESCRY_UI_TEST_MAIN(TestResultView)
#include "tst_result_view.moc"
