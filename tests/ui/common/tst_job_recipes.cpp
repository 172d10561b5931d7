#include <QtTest>

#include "ui/common/job_recipes.h"

using namespace descry;

class tst_JobRecipes : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatItWrote() {
        IndexWork work;
        work.gallery = "/cases/Straße \xff.descry";
        work.bundle = "/models/rasa";
        work.options.folders = {"/pictures/a", "/pictures/\xc3"};
        work.options.datasets = {{"/d.json", "/d/imgs", Split::Val}, {"/e.json", "/e", {}}};
        work.options.metadataFile = "/m.csv";
        work.options.pattern = "market";
        work.options.batchSize = 7;
        work.options.decodeThreads = 3;
        work.options.thumbnailSide = 128;
        work.options.cacheTokens = TokenFormat::Int8;
        work.options.cacheBytes = 12345678901;
        work.options.retry = RetryFailures::All;
        work.replaces = "/models/\xff before";
        const JobRecipe recipe = recipeOf(work);
        QCOMPARE(recipe.kind, std::string(kIndexKind));
        const IndexWork read = indexWorkOf(recipe);
        QCOMPARE(read.gallery.native(), work.gallery.native());
        QCOMPARE(read.bundle.native(), work.bundle.native());
        QVERIFY(read.options.folders == work.options.folders);
        QCOMPARE(read.options.datasets.size(), std::size_t{2});
        QVERIFY(read.options.datasets[0].split == Split::Val);
        QVERIFY(!read.options.datasets[1].split);
        QVERIFY(read.options.metadataFile == work.options.metadataFile);
        QVERIFY(read.options.pattern == work.options.pattern);
        QCOMPARE(read.options.batchSize, 7);
        QCOMPARE(read.options.decodeThreads, 3);
        QCOMPARE(read.options.thumbnailSide, 128);
        QVERIFY(read.options.cacheTokens == TokenFormat::Int8);
        QCOMPARE(read.options.cacheBytes, work.options.cacheBytes);
        QVERIFY(read.options.retry == RetryFailures::All);
        QVERIFY(read.replaces == work.replaces);
        // The same recipe again.
        QVERIFY(recipeOf(read) == recipe);
        work.replaces.reset();
        QVERIFY(!indexWorkOf(recipeOf(work)).replaces);
        const ModelImport import{"/a/b.pth", "/data/b", {}};
        QCOMPARE(modelImportOf(recipeOf(import)).bundle.native(), import.bundle.native());
        QCOMPARE(modelImportOf(recipeOf(import)).checkpoint.native(), import.checkpoint.native());
    }

    void refusesWhatNoSuchJobWrote() {
        for (const char* parameters :
             {"",
              "{",
              "[]",
              "{}",
              R"({"gallery":1,"bundle":"b","options":{}})",
              R"({"gallery":"a","bundle":"b","options":{"folders":["c"]}})"}) {
            try {
                indexWorkOf({kIndexKind, "Index a", parameters});
                QFAIL(parameters);
            } catch (const Error& error) {
                QVERIFY(error.code() == ErrorCode::CorruptFile);
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_JobRecipes)
#include "tst_job_recipes.moc"
