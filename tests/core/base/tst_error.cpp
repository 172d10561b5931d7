#include <fmt/ranges.h>

#include <QTest>
#include <map>
#include <vector>

#include "core/base/error.h"

namespace descry {
namespace {

/// The error that `fail` throws.
template <typename... Args>
Error thrown(fmt::format_string<Args...> format, Args&&... args) {
    try {
        fail(ErrorCode::InvalidInput, format, std::forward<Args>(args)...);
    } catch (const Error& error) {
        return error;
    }
}

Error::Translate words(std::map<std::string, std::string, std::less<>> table) {
    return [table = std::move(table)](std::string_view format) {
        const auto found = table.find(format);
        return found == table.end() ? std::string() : found->second;
    };
}

}  // namespace

class ErrorTest : public QObject {
    Q_OBJECT

  private slots:
    void theMessageIsSaidInAnotherLanguage() {
        const Error error = thrown("{}: {} of {} rows, {:.1f}%", "a.csv", 3, std::size_t{7}, 42.86);
        QCOMPARE(error.what(), "a.csv: 3 of 7 rows, 42.9%");
        QCOMPARE(error.message(
                     words({{"{}: {} of {} rows, {:.1f}%", "{0}：{2} 行中 {1} 行，{3:.1f}%"}})),
                 std::string("a.csv：7 行中 3 行，42.9%"));
    }
    void withoutATranslationItStaysEnglish() {
        QCOMPARE(thrown("no {}", "rows").message(words({})), std::string("no rows"));
        QCOMPARE(Error(ErrorCode::Io, "gone {").message(words({{"gone {", "weg"}})),
                 std::string("gone {"));
        QCOMPARE(thrown("no rows").message(words({})), std::string("no rows"));
    }
    void aTranslationThatDoesNotFitIsNotUsed() {
        const Error error = thrown("no {}", "rows");
        for (const char* broken : {"{", "{} {}", "{0:d}", "{:q}"}) {
            QCOMPARE(error.message(words({{"no {}", broken}})), std::string("no rows"));
        }
    }
    void anErrorWithinItIsTranslatedToo() {
        const Error inner = thrown("{} is too large", 12);
        const Error outer = thrown("{}: {}", std::string("x.json"), inner);
        QCOMPARE(outer.what(), "x.json: 12 is too large");
        QCOMPARE(outer.message(words({{"{} is too large", "{} ist zu gross"}})),
                 std::string("x.json: 12 ist zu gross"));
    }
    void aReasonAmongTheArgumentsIsTranslatedToo() {
        const Error error = thrown("{}: {}", "x.json", "not a list");
        QCOMPARE(error.message(words({{"{}: {}", "{}：{}"}, {"not a list", "不是列表"}})),
                 std::string("x.json：不是列表"));
    }
    void whatTheArgumentsCameFromMayBeGone() {
        const Error error = [] {
            const std::vector<int> shape{2, 3};
            const std::string name = "a temporary of more than sixteen letters";
            return thrown("{} has the shape [{}] and {}",
                          std::string_view(name),
                          fmt::join(shape, ", "),
                          true);
        }();
        QCOMPARE(error.message(words({{"{} has the shape [{}] and {}", "{2} [{1}] {0}"}})),
                 std::string("true [2, 3] a temporary of more than sixteen letters"));
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::ErrorTest)
#include "tst_error.moc"
