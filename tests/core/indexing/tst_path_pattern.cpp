#include <QtTest>

#include "core/base/error.h"
#include "core/indexing/path_pattern.h"

using namespace descry;

namespace {

/// "camera=c1 person=0002", in the order of the names.
QString shown(const std::map<std::string, std::string>& groups) {
    QStringList parts;
    for (const auto& [name, value] : groups) {
        parts << QString::fromStdString(name + "=" + value);
    }
    return parts.join(' ');
}

QString refusal(const std::string& expression) {
    try {
        PathPattern::parse(expression);
    } catch (const Error& error) {
        return error.code() == ErrorCode::InvalidInput ? error.what() : "another code";
    }
    return {};
}

}  // namespace

class TestPathPattern : public QObject {
    Q_OBJECT

  private slots:
    void readsNamesOfTheDataSets_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("groups");
        const auto row = [](const char* preset, const char* path, const char* groups) {
            QTest::addRow("%s %s", preset, path)
                << QString(preset) << QString(path) << QString(groups);
        };
        row("market",
            "bounding_box_test/0002_c1s1_000451_03.jpg",
            "box=03 camera=c1 frame=000451 person=0002 track=s1");
        row("market",
            "1501_c6s4_001902_01.png",
            "box=01 camera=c6 frame=001902 person=1501 "
            "track=s4");
        row("market", "q/-1_c2s3_000001_00.jpg", "box=00 camera=c2 frame=000001 track=s3");
        row("market", "0000_c1s1_000151_01.jpg", "box=01 camera=c1 frame=000151 track=s1");
        row("market", "0002_c1s1_451_03.jpg", "");
        row("market", "x0002_c1s1_000451_03.jpg", "");
        row("cuhk", "CUHK01/0363004.png", "person=0363 shot=004");
        row("cuhk", "imgs/CUHK03/12_1_3.jpg", "camera=1 person=12 shot=3");
        row("cuhk",
            "Market/0002_c1s1_000451_03.jpg",
            "box=03 camera=c1 frame=000451 person=0002 track=s1");
        row("cuhk", "VIPeR/cam_a/120_45.bmp", "angle=45 camera=cam_a person=120");
        row("cuhk", "train_query/p10376_s14337.jpg", "person=p10376 shot=s14337");
        row("cuhk", "test_query/p1_s2.jpg", "person=p1 shot=s2");
        row("cuhk", "elsewhere/p1_s2.jpg", "");
        row("icfg",
            "test/0627/0627_010_05_0303afternoon_1591_0.jpg",
            "box=0 camera=05 frame=1591 person=0627 session=0303afternoon shot=010");
        row("icfg",
            "train/0000/0000_002_01_0302morning_0057_1_ex.jpg",
            "box=1 camera=01 frame=0057 person=0000 session=0302morning shot=002");
        row("icfg", "0627_010_05_afternoon_1591_0.jpg", "");
        row("rstp", "0000_c1_0004.jpg", "camera=c1 frame=0004 person=0000");
        row("rstp", "imgs/4100_c14_0030.jpg", "camera=c14 frame=0030 person=4100");
        row("rstp", "4100_14_0030.jpg", "");
    }
    void readsNamesOfTheDataSets() {
        QFETCH(QString, preset);
        QFETCH(QString, path);
        QFETCH(QString, groups);
        const auto pattern = PathPattern::parse(preset.toStdString());
        QCOMPARE(shown(pattern.groups(path.toStdString())), groups);
    }

    void namesItsPresets() {
        QVERIFY(PathPattern::presetNames() ==
                (std::vector<std::string>{"market", "cuhk", "icfg", "rstp"}));
    }

    void leavesADistractorWithoutAPerson() {
        const ItemMetadata metadata =
            PathPattern::parse("market").metadata("0000_c1s2_000151_01.jpg");
        QCOMPARE(*metadata.camera, std::string("c1"));
        QCOMPARE(*metadata.track, std::string("s2"));
        QVERIFY(!metadata.person && !metadata.timeMs && !metadata.timeZone);
    }

    void fillsMetadataFromNamedGroups() {
        const auto pattern = PathPattern::parse(
            R"((?P<camera>c\d+)_(?P<track>t\d+)_(?P<person>p\d+)_(?P<time>[0-9T+]+)_(?P<lens>\w))");
        const ItemMetadata metadata = pattern.metadata("x/c12_t3_p4_20240131T120000+0200_w.jpg");
        QCOMPARE(*metadata.camera, std::string("c12"));
        QCOMPARE(*metadata.track, std::string("t3"));
        QCOMPARE(*metadata.person, std::string("p4"));
        QCOMPARE(*metadata.timeMs, std::int64_t{1'706'695'200'000});
        QCOMPARE(*metadata.timeZone, std::string("+02:00"));
        QVERIFY(metadata.captions.empty() && metadata.tags.empty());
    }

    void leavesATimeThatIsNoneMissing() {
        const auto pattern = PathPattern::parse(R"((?P<camera>c\d)_(?P<time>\d+))");
        const ItemMetadata metadata = pattern.metadata("c1_20241399.jpg");
        QCOMPARE(*metadata.camera, std::string("c1"));
        QVERIFY(!metadata.timeMs && !metadata.timeZone);
    }

    void matchesTheWholePathOnlyIfThePatternHasASlash() {
        QCOMPARE(shown(PathPattern::parse("^(?P<camera>c\\d)").groups("c1/c2.jpg")),
                 QString("camera=c2"));
        QCOMPARE(shown(PathPattern::parse("^(?P<camera>c\\d)/").groups("c1/c2.jpg")),
                 QString("camera=c1"));
        QVERIFY(PathPattern::parse("^(?P<camera>c\\d)").groups("c1/x.jpg").empty());
    }

    void takesShortGroupsButNoEscapedOnes() {
        QCOMPARE(shown(PathPattern::parse("(?<camera>c\\d)(?<x>.)").groups("c1y.jpg")),
                 QString("camera=c1 x=y"));
        QCOMPARE(shown(PathPattern::parse("\\(?<(?<camera>c\\d)>").groups("(<c1>.jpg")),
                 QString("camera=c1"));
    }

    void leavesOutGroupsThatMatchedNothing() {
        const auto pattern = PathPattern::parse("(?P<camera>c\\d)?_(?P<track>t\\d*)(?P<person>p*)");
        QCOMPARE(shown(pattern.groups("_t1.jpg")), QString("track=t1"));
    }

    void leavesOutGroupsThatAreNotUtf8() {
        const auto pattern = PathPattern::parse("(?P<camera>.*)_(?P<track>.*)\\.");
        QCOMPARE(shown(pattern.groups("\xff\xfe_t1.jpg")), QString("track=t1"));
        QCOMPARE(shown(pattern.groups("\xc3\xa9_t1.jpg")), QString("camera=é track=t1"));
        // The dot takes bytes, so that a group may end inside a character.
        QCOMPARE(shown(PathPattern::parse("(?P<camera>^.)(?P<track>t.)?").groups("\xc3\xa9.jpg")),
                 QString());
    }

    void findsTextThatIsNotAscii() {
        QCOMPARE(shown(PathPattern::parse("é(?P<camera>\\d)").groups("é7.jpg")),
                 QString("camera=7"));
    }

    void refusesBrokenPatterns_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("message");
        const QString syntax = "is not a regular expression";
        QTest::newRow("open group") << "(?P<camera>c" << syntax;
        QTest::newRow("bad name") << "(?P<a b>c)" << syntax;
        QTest::newRow("look-behind") << "(?<=a)(?P<a>c)" << syntax;
        QTest::newRow("back reference") << "(?P<a>c)\\1" << syntax;
        QTest::newRow("too large") << "(?P<a>((.{900}){900}){900})" << syntax;
        QTest::newRow("trailing backslash") << "(?P<a>c)\\" << syntax;
        QTest::newRow("no named group") << "c(\\d)"
                                        << "has no named group";
        QTest::newRow("unknown preset") << "duke"
                                        << "market, cuhk, icfg, rstp";
        QTest::newRow("empty") << ""
                               << "has no named group";
        QTest::newRow("presets are lower case") << "Market"
                                                << "has no named group";
    }
    void refusesBrokenPatterns() {
        QFETCH(QString, expression);
        QFETCH(QString, message);
        const QString refused = refusal(expression.toStdString());
        QVERIFY2(refused.contains(message), qPrintable(refused));
    }

    void refusesAPatternOfOddBytesWithoutRepeatingThem() {
        const QString refused = refusal("(?P<camera>\x01\xff");
        QVERIFY2(refused.contains("\\xff") && refused.contains("\\x01"), qPrintable(refused));
    }

    void answersHostilePatternsInLinearTime() {
        const auto pattern = PathPattern::parse("(?P<camera>(a*)*b)");
        QVERIFY(pattern.groups(std::string(100'000, 'a')).empty());
    }

    void showsWhatAPatternReadsBeforeIndexing() {
        const auto previews = previewPattern(
            PathPattern::parse("rstp"), {"0001_c2_0003.jpg", "other.jpg", "\xff_0001_c2_0003.jpg"});
        QCOMPARE(previews.size(), std::size_t{3});
        QVERIFY(previews[0].matched);
        QCOMPARE(previews[0].path, std::string("0001_c2_0003.jpg"));
        QCOMPARE(shown(previews[0].groups), QString("camera=c2 frame=0003 person=0001"));
        QVERIFY(!previews[1].matched && previews[1].groups.empty());
        QVERIFY(!previews[2].matched);
        QVERIFY(previewPattern(PathPattern::parse("rstp"), {}).empty());
    }

    void canBeMoved() {
        PathPattern pattern = PathPattern::parse("rstp");
        const PathPattern moved = std::move(pattern);
        pattern = PathPattern::parse("market");
        QVERIFY(!moved.groups("0001_c2_0003.jpg").empty());
        QVERIFY(pattern.groups("0001_c2_0003.jpg").empty());
    }
};

QTEST_GUILESS_MAIN(TestPathPattern)
#include "tst_path_pattern.moc"
