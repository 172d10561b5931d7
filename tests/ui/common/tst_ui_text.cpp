#include <QTranslator>
#include <QtTest>

#include "ui/common/text.h"

using namespace descry;
using namespace std::chrono_literals;

namespace {

/// Puts every word about jobs between stars.
class Starred final : public QTranslator {
  public:
    Starred() { QCoreApplication::installTranslator(this); }
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override {
        const bool isOfJobs = qstrcmp(context, "descry::JobText") == 0;
        return isOfJobs ? QString("*%1*").arg(QString::fromUtf8(source)) : QString();
    }
};

}  // namespace

class tst_UiText : public QObject {
    Q_OBJECT

  private slots:
    void groupsDigitsByThree() {
        QCOMPARE(groupedNumber(0), QString("0"));
        QCOMPARE(groupedNumber(999), QString("999"));
        QCOMPARE(groupedNumber(80112), QStringLiteral("80\u202f112"));
        QCOMPARE(groupedNumber(1234567), QStringLiteral("1\u202f234\u202f567"));
        QCOMPARE(groupedNumber(-1000), QStringLiteral("-1\u202f000"));
    }

    void showsSizesInDecimalUnits() {
        QCOMPARE(shownBytes(0), QStringLiteral("0\u00a0B"));
        QCOMPARE(shownBytes(999), QStringLiteral("999\u00a0B"));
        QCOMPARE(shownBytes(1500), QStringLiteral("1.5\u00a0kB"));
        QCOMPARE(shownBytes(999'600), QStringLiteral("1.0\u00a0MB"));
        QCOMPARE(shownBytes(84'000'000), QStringLiteral("84\u00a0MB"));
    }

    void saysOnlyWhatProgressKnows() {
        Progress progress;
        progress.stage = "indexing";
        QCOMPARE(shownProgress(progress), QString("indexing"));
        progress.done = 12430;
        progress.unit = "images";
        QCOMPARE(shownProgress(progress), QStringLiteral("12\u202f430 images"));
        progress.total = 80112;
        progress.unitsPerSecond = 31.2;
        progress.remaining = 36min;
        QCOMPARE(shownProgress(progress),
                 QStringLiteral("12\u202f430 of 80\u202f112 images · 31 a second · about 36 min"));
        progress.done = progress.total;
        QVERIFY(!shownProgress(progress).contains("about"));
    }

    void translatesWhatCoreSaysOfJobs() {
        QCOMPARE(shownJobText("Check Hall B"), QString("Check Hall B"));
        const Starred starred;
        QCOMPARE(shownJobText("images"), QString("*images*"));
        QCOMPARE(shownJobText("Check %1 Hall B"), QString("*Check %1 Hall B*"));
        QCOMPARE(shownJobText("images of Hall B"), QString("images of Hall B"));
        QCOMPARE(shownJobText(""), QString());
        Progress progress;
        progress.stage = "indexing";
        QCOMPARE(shownProgress(progress), QString("*indexing*"));
        progress.done = 7;
        progress.unit = "images";
        QCOMPARE(shownProgress(progress), QString("7 *images*"));
    }

    void roundsWhatRemains() {
        QCOMPARE(shownRemaining(20s), QString("less than a minute"));
        QCOMPARE(shownRemaining(100s), QString("about 2 min"));
        QCOMPARE(shownRemaining(3h), QString("about 3 h"));
    }

    void keepsThePathsBytes() {
        const std::filesystem::path path = "/tmp/Halle \xc3\xbc/\xe4\xba\xba.jpg";
        QCOMPARE(toPath(qtPath(path)).native(), path.native());
        QCOMPARE(shownPath("/tmp/\xff.jpg"), QString("/tmp/\\xff.jpg"));
    }
};

QTEST_GUILESS_MAIN(tst_UiText)
#include "tst_ui_text.moc"
