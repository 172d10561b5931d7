#include <QAccessible>
#include <QStyledItemDelegate>
#include <QTest>

#include "tests/ui/gui_thread_guard.h"
#include "ui/search/result_model.h"
#include "ui/search/result_view.h"

using namespace descry;

namespace {

constexpr int kNumItems = 1'000'000;

std::shared_ptr<const Ranking> browsed() {
    std::vector<ShownCandidate> candidates(kNumItems);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        candidates[i].item = ItemId{static_cast<std::int64_t>(i) + 1};
    }
    return std::make_shared<const Ranking>(std::move(candidates));
}

/// Three, and the same turned round after re-ranking.
std::shared_ptr<const Ranking> ranked() {
    std::vector<ShownCandidate> candidates;
    for (int i = 1; i <= 3; ++i) {
        candidates.push_back({ItemId{i}, 1 - 0.1F * static_cast<float>(i), {}, {}, 0});
    }
    return std::make_shared<const Ranking>(std::move(candidates), RerankProgress{0, 3});
}

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
};

DESCRY_UI_TEST_MAIN(TestResultView)
#include "tst_result_view.moc"
