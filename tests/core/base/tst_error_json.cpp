#include <QTest>
#include <cstddef>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error_json.h"
#include "core/base/json.h"

namespace descry {
namespace {

using Json = nlohmann::json;

/// As a file keeps it.
Error keptAndRead(const Error& error) {
    return errorOf(parseJson(toJson(error).dump(), "error"));
}

std::string none(std::string_view) {
    return {};
}

/// What is made of a file's format and arguments.
std::string said(const std::string& format, const Json& arguments) {
    const Json json{
        {"code", 4}, {"message", "plain"}, {"format", format}, {"arguments", arguments}};
    return errorOf(json).message(none);
}

}  // namespace

class ErrorJsonTest : public QObject {
    Q_OBJECT

  private slots:
    void anErrorThatWasKeptIsSaidInAnotherLanguage() {
        const Error before =
            makeError(ErrorCode::NotFound, "{}: {} of {} rows", "a.csv", -3, std::size_t{7});
        const Error after = keptAndRead(before);
        QVERIFY(after.code() == ErrorCode::NotFound);
        QCOMPARE(after.what(), before.what());
        const auto german = [](std::string_view words) -> std::string {
            return words == "{}: {} of {} rows" ? "{0}: {2} Zeilen, {1} davon" : "";
        };
        QCOMPARE(after.message(german), std::string("a.csv: 7 Zeilen, -3 davon"));
    }

    void argumentsReadAsTheyDid() {
        const Error before = makeError(ErrorCode::Internal,
                                       "{} {} {} {:.2f} {} 0x{:02x}",
                                       0.1F,
                                       0.1,
                                       1e300,
                                       2.0,
                                       std::numeric_limits<unsigned long long>::max(),
                                       7);
        const Error after = keptAndRead(before);
        QCOMPARE(after.message(none), std::string(before.what()));
        const std::vector<ErrorArgument>& arguments = after.words()->arguments;
        QVERIFY(std::holds_alternative<float>(arguments.at(0)));
        QVERIFY(std::holds_alternative<double>(arguments.at(1)));
        QVERIFY(std::holds_alternative<double>(arguments.at(3)));
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(keptAndRead(makeError(ErrorCode::Internal, "loss {}", nothing)).message(none),
                 std::string("loss nan"));
    }

    void anErrorWithinItIsKeptWhole() {
        const Error inner = makeError(ErrorCode::Io, "{} is too large", 12);
        const Error after = keptAndRead(makeError(ErrorCode::Io, "{}: {}", "x.json", inner));
        const auto german = [](std::string_view words) -> std::string {
            return words == "{} is too large" ? "{} ist zu gross" : "";
        };
        QCOMPARE(after.message(german), std::string("x.json: 12 ist zu gross"));
    }

    void errorsFarInAreKeptAsTheyRead() {
        Error error = makeError(ErrorCode::Io, "{} at the bottom", 0);
        for (int i = 1; i <= 20; ++i) error = makeError(ErrorCode::Io, "{}: {}", i, Error(error));
        const Error after = keptAndRead(error);
        QCOMPARE(after.what(), error.what());
        QCOMPARE(after.message(none), std::string(error.what()));
    }

    void aFileMayHoldNoErrorsFurtherInThanTheProgramWrites() {
        Json json{{"code", 4}, {"message", "bottom"}};
        for (int i = 0; i < 30; ++i) {
            json = {{"code", 4},
                    {"message", "plain"},
                    {"format", "{}"},
                    {"arguments", Json::array({json})}};
        }
        QCOMPARE(errorOf(json).message(none), std::string("plain"));
    }

    void aMessageAloneStaysOne() {
        const Error after = keptAndRead(Error(ErrorCode::DiskFull, "full {"));
        QVERIFY(after.code() == ErrorCode::DiskFull);
        QCOMPARE(after.what(), "full {");
        QVERIFY(after.words() == nullptr);
    }

    void bytesThatAreNoTextAreShown() {
        const Error after = keptAndRead(makeError(ErrorCode::Io, "{}: gone", "caf\xe9.jpg"));
        QCOMPARE(after.what(), "caf\\xe9.jpg: gone");
        QCOMPARE(after.message(none), std::string("caf\\xe9.jpg: gone"));
    }

    void aMessageWithoutEndIsCutAndLosesItsWords() {
        const std::string names(std::size_t{1} << 20, 'x');
        const Error after = keptAndRead(makeError(ErrorCode::CorruptFile, "missing: {}", names));
        QCOMPARE(std::string(after.what()).size(), std::size_t{64} << 10);
        QVERIFY(after.words() == nullptr);
    }

    void formatsThatWouldFloodTheMemoryAreNotUsed() {
        for (const char* format : {"{:999999999}",
                                   "{:.999999999}",
                                   "{:{}}",
                                   "{0}{0}{0}",
                                   "{:>9999}",
                                   "{{{:99999}",
                                   "{name}"}) {
            QCOMPARE(said(format, {1000, 1000}), std::string("plain"));
        }
        QCOMPARE(said(std::string(100'000, 'x'), Json::array()), std::string("plain"));
        QCOMPARE(said("{{{}}} {:02x}", {1, 10}), std::string("{1} 0a"));
    }

    void formatsThatDoNotFitTheirArgumentsAreNotUsed() {
        for (const char* format : {"{", "{} {} {}", "{:d}", "{:02x", "{:q}", "}"}) {
            QCOMPARE(said(format, {"a", "b"}), std::string("plain"));
        }
    }

    void anUnknownCodeIsInternal() {
        for (const Json& code : {Json(-1), Json(99), Json(18'000'000'000'000'000'000U)}) {
            const Json json{{"code", code}, {"message", "why"}};
            QVERIFY(errorOf(json).code() == ErrorCode::Internal);
        }
    }

    void refusesWhatIsNoError() {
        for (const char* text :
             {"null",
              "7",
              "[]",
              R"({"code": 1})",
              R"({"message": "why"})",
              R"({"code": "io", "message": "why"})",
              R"({"code": 1.5, "message": "why"})",
              R"({"code": 1, "message": 2})",
              R"({"code": 1, "message": "why", "format": 3})",
              R"({"code": 1, "message": "why", "format": "{}"})",
              R"({"code": 1, "message": "why", "format": "{}", "arguments": [null]})",
              R"({"code": 1, "message": "why", "format": "{}", "arguments": [{"float": "x"}]})"}) {
            QVERIFY_THROWS_EXCEPTION(Json::exception, errorOf(parseJson(text, "error")));
        }
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::ErrorJsonTest)
#include "tst_error_json.moc"
