#include <QTest>
#include <numeric>

#include "core/tensorfile/tensor_view.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"

using namespace descry;
using namespace descry::testing;

class TestTensorView : public QObject {
    Q_OBJECT

  private slots:
    void packsEveryViewLikeIndexByIndex_data();
    void packsEveryViewLikeIndexByIndex();
    void countsElementsWithoutOverflow();
    void knowsHowFarAViewReaches();
};

/// The elements one after another by their indices: slow and plain.
template <typename T>
std::vector<T> plainlyPacked(const StridedView& view, const std::vector<T>& storage) {
    std::vector<T> packed;
    const std::int64_t count = *checkedNumElements(view.shape);
    for (std::int64_t i = 0; i < count; ++i) {
        std::int64_t rest = i;
        std::int64_t at = view.offset;
        for (std::size_t axis = view.shape.size(); axis-- > 0;) {
            at += rest % view.shape[axis] * view.strides[axis];
            rest /= view.shape[axis];
        }
        packed.push_back(storage[static_cast<std::size_t>(at)]);
    }
    return packed;
}

template <typename T>
void compare(const StridedView& view) {
    std::vector<T> storage(200);
    std::iota(storage.begin(), storage.end(), T{1});
    const std::vector<T> expected = plainlyPacked(view, storage);
    for (std::size_t first = 0; first <= expected.size(); first += 1 + expected.size() / 5) {
        for (const std::size_t count : {expected.size() - first, (expected.size() - first) / 2}) {
            std::vector<T> packed(count);
            packElements(view,
                         bytesOf(storage),
                         {sizeof(T), static_cast<std::int64_t>(first)},
                         std::as_writable_bytes(std::span(packed)));
            const auto start = expected.begin() + static_cast<std::ptrdiff_t>(first);
            const auto end = start + static_cast<std::ptrdiff_t>(count);
            QCOMPARE(packed, std::vector<T>(start, end));
        }
    }
}

using Sizes = std::vector<std::int64_t>;
Q_DECLARE_METATYPE(Sizes)

void TestTensorView::packsEveryViewLikeIndexByIndex_data() {
    QTest::addColumn<Sizes>("shape");
    QTest::addColumn<Sizes>("strides");
    QTest::addColumn<int>("offset");
    QTest::newRow("scalar") << Sizes{} << Sizes{} << 3;
    QTest::newRow("contiguous") << Sizes{4, 5, 6} << Sizes{30, 6, 1} << 7;
    QTest::newRow("transposed") << Sizes{5, 4} << Sizes{1, 5} << 0;
    QTest::newRow("permuted") << Sizes{3, 4, 5} << Sizes{5, 15, 1} << 1;
    QTest::newRow("columns cut off") << Sizes{6, 3} << Sizes{10, 1} << 2;
    QTest::newRow("every other") << Sizes{20} << Sizes{2} << 1;
    QTest::newRow("expanded") << Sizes{7, 4} << Sizes{0, 1} << 0;
    QTest::newRow("expanded inside") << Sizes{3, 5} << Sizes{1, 0} << 0;
    QTest::newRow("expanded twice") << Sizes{3, 4, 2} << Sizes{0, 0, 1} << 0;
    QTest::newRow("ones between") << Sizes{1, 4, 1, 5} << Sizes{999, 5, 77, 1} << 0;
    QTest::newRow("joins in part") << Sizes{2, 3, 4} << Sizes{50, 4, 1} << 0;
    QTest::newRow("empty") << Sizes{3, 0, 2} << Sizes{2, 2, 1} << 0;
    QTest::newRow("overlapping rows") << Sizes{5, 8} << Sizes{3, 1} << 0;
}

void TestTensorView::packsEveryViewLikeIndexByIndex() {
    QFETCH(Sizes, shape);
    QFETCH(Sizes, strides);
    QFETCH(int, offset);
    const StridedView view{offset, shape, strides};
    compare<std::uint8_t>(view);
    compare<std::uint16_t>(view);
    compare<float>(view);
    compare<std::int64_t>(view);
}

void TestTensorView::countsElementsWithoutOverflow() {
    QCOMPARE(checkedNumElements(Sizes{}), std::optional<std::int64_t>(1));
    QCOMPARE(checkedNumElements(Sizes{3, 0, 2}), std::optional<std::int64_t>(0));
    QCOMPARE(checkedNumElements(Sizes{INT64_MAX}), std::optional<std::int64_t>(INT64_MAX));
    QVERIFY(!checkedNumElements(Sizes{INT64_MAX, 2}));
    QVERIFY(!checkedNumElements(Sizes{INT64_MAX, 2, 0}));
    QVERIFY(!checkedNumElements(Sizes{-1}));
    QVERIFY(!checkedNumElements(Sizes{0, -1}));
}

void TestTensorView::knowsHowFarAViewReaches() {
    QCOMPARE(storageElementsNeeded({5, {}, {}}), std::optional<std::int64_t>(6));
    QCOMPARE(storageElementsNeeded({5, {2, 3}, {10, 2}}), std::optional<std::int64_t>(20));
    QCOMPARE(storageElementsNeeded({5, {0, 3}, {10, 2}}), std::optional<std::int64_t>(5));
    QVERIFY(!storageElementsNeeded({INT64_MAX, {}, {}}));
    QVERIFY(!storageElementsNeeded({1, {3}, {INT64_MAX / 2}}));
    QVERIFY(!storageElementsNeeded({0, {INT64_MAX}, {INT64_MAX}}));
    QVERIFY(isContiguous({0, {1, 4, 1}, {9, 1, 7}}));
    QVERIFY(!isContiguous({0, {4, 2}, {1, 4}}));
}

QTEST_GUILESS_MAIN(TestTensorView)
#include "tst_tensor_view.moc"
