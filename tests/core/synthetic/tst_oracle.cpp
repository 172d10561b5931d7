#include <QTest>

#include "core/synthetic/oracle.h"

namespace descry::synthetic {
namespace {

Mention mention(const char* attribute, const char* value) {
    return {.attribute = attribute, .value = value};
}

}  // namespace

class TestOracle : public QObject {
    Q_OBJECT

  private slots:
    void agreementCountsForAndAgainst() {
        const AttributeSet visible{{"top.colour", "red"}, {"bottom.colour", "blue"}};
        const std::vector<Mention> mentions{mention("top.colour", "red"),
                                            mention("bottom.colour", "black"),
                                            mention("bag.kind", "backpack")};
        QCOMPARE(agreement(mentions, visible), 0);
        QCOMPARE(agreement(std::span(mentions).first(1), visible), 1);
        QCOMPARE(agreement(std::span(mentions).last(1), visible), 0);
    }

    void distinctPeopleAreFoundFirst() {
        const std::vector<OracleImage> images{{1, {{"top.colour", "red"}}},
                                              {2, {{"top.colour", "blue"}}},
                                              {3, {{"top.colour", "green"}}}};
        const std::vector<OracleQuery> queries{{1, {mention("top.colour", "red")}},
                                               {3, {mention("top.colour", "green")}}};
        const OracleScores scores = rankByAttributes(queries, images, 1);
        QCOMPARE(scores.r1, 100.0);
        QCOMPARE(scores.meanAp, 100.0);
    }

    void tiesAreBrokenAtRandom() {
        const AttributeSet red{{"top.colour", "red"}};
        std::vector<OracleImage> images;
        for (std::int64_t person = 0; person < 4; ++person) images.push_back({person, red});
        std::vector<OracleQuery> queries;
        for (int i = 0; i < 2000; ++i) {
            queries.push_back({i % 4, {mention("top.colour", "red")}});
        }
        const OracleScores scores = rankByAttributes(queries, images, 1);
        QVERIFY2(scores.r1 > 21 && scores.r1 < 29, qPrintable(QString::number(scores.r1)));
        QCOMPARE(scores.r5, 100.0);
        QCOMPARE(rankByAttributes(queries, images, 1).r1, scores.r1);
    }

    void aContradictedCaptionIsRankedLast() {
        const std::vector<OracleImage> images{{1, {{"top.colour", "red"}}},
                                              {2, {{"top.colour", "blue"}}}};
        const std::vector<OracleQuery> queries{{1, {mention("top.colour", "blue")}}};
        const OracleScores scores = rankByAttributes(queries, images, 1);
        QCOMPARE(scores.r1, 0.0);
        QCOMPARE(scores.meanAp, 50.0);
    }

    void nothingToRankIsZero() {
        const OracleScores scores = rankByAttributes({}, {}, 1);
        QCOMPARE(scores.r1, 0.0);
        QCOMPARE(scores.meanAp, 0.0);
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestOracle)
#include "tst_oracle.moc"
