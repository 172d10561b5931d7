// The window in English and in Chinese: words are taken from the translations, and every sign that
// may be shown has a glyph in the fonts that set-up installs.

#include <QFile>
#include <QGlyphRun>
#include <QGuiApplication>
#include <QSet>
#include <QTemporaryDir>
#include <QTextLayout>
#include <QXmlStreamReader>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/json.h"
#include "core/dataset/dataset.h"
#include "core/gallery/gallery.h"
#include "core/model/bundle.h"
#include "tests/ui/gui_thread_guard.h"
#include "ui/common/job_signals.h"
#include "ui/common/text.h"
#include "ui/common/translations.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = DESCRY_ROOT;

QString readText(const fs::path& path) {
    QFile file(qtPath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

struct Translated {
    QByteArray context;
    QByteArray source;
    QStringList forms;  ///< One, or those of the plural; empty where nothing is translated yet.
    bool isPlural = false;
};

Translated readMessage(QXmlStreamReader& xml, const QByteArray& context) {
    Translated message{context, {}, {}, xml.attributes().hasAttribute(QLatin1String("numerus"))};
    while (xml.readNextStartElement()) {
        if (xml.name() == u"source") {
            message.source = xml.readElementText().toUtf8();
        } else if (xml.name() != u"translation") {
            xml.skipCurrentElement();
        } else if (message.isPlural) {
            while (xml.readNextStartElement()) message.forms << xml.readElementText();
        } else {
            message.forms << xml.readElementText();
        }
    }
    message.forms.removeAll(QString());
    return message;
}

std::vector<Translated> readTranslations(const char* name) {
    QXmlStreamReader xml(readText(kRoot / "translations" / name));
    std::vector<Translated> messages;
    QByteArray context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == u"name") context = xml.readElementText().toUtf8();
        if (xml.name() == u"message") messages.push_back(readMessage(xml, context));
    }
    return messages;
}

/// The characters that no font at hand has.
QString missing(const QString& text) {
    QString without;
    // One at a time: in a line, what is missing would have to be traced back through the shaping.
    const QList<uint> all = text.toUcs4();
    for (const uint code : QSet<uint>(all.begin(), all.end())) {
        const QChar::Category category = QChar::category(code);
        if (category == QChar::Other_Control || QChar::isSpace(code)) continue;
        const QString sign = QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1);
        QTextLayout layout(sign, QGuiApplication::font());
        layout.beginLayout();
        layout.createLine();
        layout.endLayout();
        const QList<QGlyphRun> runs = layout.glyphRuns();
        bool isDrawn = !runs.isEmpty();
        for (const QGlyphRun& run : runs) isDrawn = isDrawn && !run.glyphIndexes().contains(0U);
        if (!isDrawn) without += sign;
    }
    return without;
}

/// What the window says of the error that `work` ends in.
template <typename Work>
QString said(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return errorText(error);
    }
    return {};
}

/// Warns of an error within an error.
class WarningJob final : public Job {
  public:
    std::string title() const override { return "warning"; }
    void run(JobContext& context) override {
        const Error reason = makeError(ErrorCode::NotFound, "{}: no such file", "a.jpg");
        context.warn(makeError(ErrorCode::NotFound, "left out: {}", reason));
    }
};

}  // namespace

class TestLanguage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aMissingGlyphIsNoticed() {
        // The last place for private use: no font of a system fills it.
        const char32_t nobodys = 0x10FFFD;
        const QString sign = QString::fromUcs4(&nobodys, 1);
        QCOMPARE(missing(QLatin1Char('a') + sign), sign);
    }

    void translationsHaveTheirGlyphs() {
        for (const char* file : {"descry_en.ts", "descry_zh_CN.ts"}) {
            QString all;
            for (const Translated& message : readTranslations(file)) {
                all += QString::fromUtf8(message.source) + message.forms.join(QLatin1Char(' '));
            }
            QVERIFY(!all.isEmpty());
            QCOMPARE(missing(all), QString());
        }
    }

    void sourcesHaveTheirGlyphs() {
        QString all;
        for (const char* folder : {"ui", "app"}) {
            for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
                if (entry.is_regular_file()) all += readText(entry.path());
            }
        }
        QVERIFY(all.contains(QStringLiteral("…")));
        QCOMPARE(missing(all), QString());
    }

    void theWindowSpeaksChinese() {
        installTranslations(QStringLiteral("zh_CN"));
        int numShown = 0;
        for (const Translated& message : readTranslations("descry_zh_CN.ts")) {
            if (message.isPlural || message.forms.isEmpty()) continue;
            const QString shown = QCoreApplication::translate(message.context, message.source);
            QCOMPARE(shown, message.forms.first());
            ++numShown;
        }
        QVERIFY(numShown > 500);
    }

    void datesAreWrittenInTheLanguageOfTheWindow() {
        installTranslations(QStringLiteral("zh_CN"));
        QCOMPARE(QLocale().toString(QDate(2026, 11, 5), QStringLiteral("MMM")),
                 QStringLiteral("11月"));
        installTranslations(QStringLiteral("en"));
        QCOMPARE(QLocale().toString(QDate(2026, 11, 5), QStringLiteral("MMM")),
                 QStringLiteral("Nov"));
    }

    void chineseIsTakenBack() {
        installTranslations(QStringLiteral("zh_CN"));
        installTranslations(QStringLiteral("en"));
        for (const Translated& message : readTranslations("descry_zh_CN.ts")) {
            if (message.isPlural) continue;
            const QString shown = QCoreApplication::translate(message.context, message.source);
            QCOMPARE(shown, QString::fromUtf8(message.source));
        }
    }

    void errorsOfTheCoreAreSaidInChinese() {
        installTranslations(QStringLiteral("zh_CN"));
        const QTemporaryDir temporary;
        const fs::path folder = toPath(temporary.path());
        const fs::path gallery = folder / "street.descry";
        QCOMPARE(said([&] { Gallery::open(gallery, Gallery::Access::ReadOnly); }),
                 shownPath(gallery) + QStringLiteral("：没有该图库；请用“gallery create”创建"));
        QCOMPARE(said([&] { Bundle::open(folder); }),
                 shownPath(folder) +
                     QStringLiteral("：不是模型包：其中没有 config.json；请导入检查点来创建"));
        // A reason within it, and an error within an error.
        QCOMPARE(said([] { parseJson(R"({"a": 1, "a": 2})", "x.json"); }),
                 QStringLiteral("x.json：拒绝此 JSON：键“a”在同一对象中出现了两次"));
        const fs::path dataset = folder / "train.json";
        std::ofstream(dataset) << R"([{"id": "1", "file_path": "a.jpg", "captions": ["one"]}])";
        QCOMPARE(said([&] { readDataset(dataset); }),
                 shownPath(dataset) + QStringLiteral("：记录 0：人物 ID 是文本，而不是整数"));
    }

    void theLogOfAJobIsWrittenInChinese() {
        installTranslations(QStringLiteral("zh_CN"));
        JobSignals jobs;
        const JobId id = jobs.submit(std::make_unique<WarningJob>());
        QTRY_VERIFY(jobs.isIdle());
        const JobLog log = jobs.log(id);
        const auto warning = std::ranges::find(log.lines(), JobEvent::Warning, &JobLogLine::event);
        QVERIFY(warning != log.lines().end());
        QCOMPARE(toQString(warning->text), QStringLiteral("已略过：a.jpg：没有该文件"));
    }

    void anErrorOfUnknownWordsStaysAsItIs() {
        installTranslations(QStringLiteral("zh_CN"));
        QCOMPARE(errorText(Error(ErrorCode::Io, "{ is nobody's")), QString("{ is nobody's"));
    }

    void englishCountsOneAndMany() {
        const auto messages = readTranslations("descry_en.ts");
        QVERIFY(!messages.empty());
        // A language without a translation shows English.
        for (const char* language : {"en", "en_GB", "de"}) {
            installTranslations(QLatin1String(language));
            for (const Translated& message : messages) {
                QCOMPARE(message.forms.size(), 2);
                for (const int count : {1, 2}) {
                    QString wanted = message.forms.at(count - 1);
                    wanted.replace(QLatin1String("%n"), QString::number(count));
                    QCOMPARE(QCoreApplication::translate(
                                 message.context, message.source, nullptr, count),
                             wanted);
                }
            }
        }
    }
};

DESCRY_UI_TEST_MAIN(TestLanguage)
#include "tst_language.moc"
