#include <QSignalSpy>
#include <QtTest>
#include <algorithm>
#include <future>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/one_thread.h"
#include "tests/ui/standing_job.h"
#include "tests/ui/ui_fixture.h"

using namespace descry;
using namespace descry::test;

class tst_Workbench : public QObject {
    Q_OBJECT

    static DeviceRequest cpu() {
        DeviceRequest request;
        request.kind = DeviceRequest::Kind::Cpu;
        return request;
    }
    static bool isOpen(const Workbench& workbench, const std::filesystem::path& bundle) {
        const auto& open = workbench.bundle();
        return open && !workbench.isLoadingBundle() && open->bundle->path() == bundle;
    }
    static bool isOpenOnCpu(const Workbench& workbench, const std::filesystem::path& bundle) {
        return isOpen(workbench, bundle) &&
               workbench.bundle()->request.kind == DeviceRequest::Kind::Cpu;
    }
    /// What the journal has of a bundle that was being adopted when the program ended.
    static IndexWork adoption(const UiParts& parts,
                              const std::filesystem::path& bundle,
                              const std::filesystem::path& replaces) {
        return {parts.workbench.gallery()->file, bundle, {}, replaces};
    }
    /// A folder of three pictures as a gallery, indexed with the bundle.
    static void openIndexed(UiParts& parts, const std::filesystem::path& bundle) {
        parts.workbench.openBundle(bundle);
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        waitFor([&] { return isOpen(parts.workbench, bundle) && parts.workbench.gallery(); },
                "the gallery and the bundle do not open");
        const std::string fingerprint = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_VERIFY(parts.workbench.gallery()->numIndexed(fingerprint) == 3 &&
                    parts.jobs.isIdle());
    }

  private slots:
    void opensAGalleryInTheBackground() {
        UiParts parts;
        QSignalSpy opened(&parts.workbench, &Workbench::galleryChanged);
        parts.workbench.openGallery(parts.makeGallery("street"));
        QVERIFY(parts.workbench.isLoadingGallery());
        QVERIFY(!parts.workbench.gallery());
        QTRY_COMPARE(opened.size(), 1);
        QVERIFY(!parts.workbench.isLoadingGallery());
        QCOMPARE(parts.workbench.gallery()->counts.numPresent, 0);
    }

    void keepsTheOpenGalleryWhenAnotherIsUnreadable() {
        UiParts parts;
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(parts.workbench.gallery());
        const std::string id = parts.workbench.gallery()->id;
        std::vector<Message> raised;
        connect(&parts.messages, &Messages::raised, this, [&](const Message& message) {
            raised.push_back(message);
        });
        parts.workbench.openGallery(parts.makeBroken("broken.descry"));
        QTRY_COMPARE(raised.size(), 1U);
        QVERIFY(raised[0].severity == Message::Severity::Problem);
        QVERIFY(raised[0].cause.contains("broken.descry"));
        QVERIFY(!raised[0].kept.isEmpty());
        QCOMPARE(parts.workbench.gallery()->id, id);
        QVERIFY(!parts.workbench.isLoadingGallery());
    }

    void opensTheLastOfTwoGalleries() {
        UiParts parts;
        const auto last = parts.makeGallery("last");
        parts.workbench.openGallery(parts.makeGallery("first"));
        parts.workbench.openGallery(last);
        QTRY_VERIFY(parts.workbench.gallery() && parts.workbench.gallery()->file == last);
    }

    void namesEveryTensorOfABundleThatDoesNotFit() {
        UiParts parts;
        const auto bundle = makeBundle(parts.folder);
        std::filesystem::copy_file(
            std::filesystem::path(DESCRY_TEST_DATA) / "conformance/tiny/encode.safetensors",
            bundle / "model.safetensors",
            std::filesystem::copy_options::overwrite_existing);
        std::vector<Message> raised;
        connect(&parts.messages, &Messages::raised, this, [&](const Message& message) {
            raised.push_back(message);
        });
        parts.workbench.openBundle(bundle);
        QTRY_COMPARE(raised.size(), 1U);
        QVERIFY(raised[0].details.contains("itm_head.weight"));
        QVERIFY(!parts.workbench.bundle());
    }

    void makesAGalleryOfAFolderAndIndexesItOnceThereIsAModel() {
        UiParts parts;
        const auto pictures = parts.makePictures("hall", 5);
        parts.workbench.openFolder(pictures);
        QTRY_VERIFY(parts.workbench.gallery());
        QVERIFY(parts.jobs.isIdle());
        QCOMPARE(parts.workbench.gallery()->roots.size(), 1U);
        parts.workbench.openBundle(makeBundle(parts.folder));
        QTRY_COMPARE(parts.workbench.gallery()->counts.numPresent, 5);
        const std::string fingerprint = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(fingerprint), 5);
        QTRY_VERIFY(parts.jobs.isIdle());
        // The same folder again: the same gallery.
        const std::string id = parts.workbench.gallery()->id;
        QSignalSpy opened(&parts.workbench, &Workbench::galleryChanged);
        parts.workbench.openFolder(pictures);
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(parts.workbench.gallery()->id, id);
        QVERIFY(parts.jobs.isIdle());
    }

    void aModelThatComesBeforeAFoldersGalleryIndexesNoOther() {
        UiParts parts;
        parts.workbench.openGallery(parts.makeGallery("other"));
        QTRY_VERIFY(parts.workbench.gallery());
        const auto other = parts.workbench.gallery()->file;
        OneThread modelThenGallery(parts);
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(parts.workbench.gallery()->file != other);
        modelThenGallery.release();
        QTRY_COMPARE(parts.workbench.gallery()->counts.numPresent, 3);
        QTRY_VERIFY(parts.jobs.isIdle());
        QCOMPARE(Gallery::open(other, Gallery::Access::ReadOnly)->counts().numPresent, 0);
    }

    void keepsFoldersOfTheSameNameApart() {
        UiParts parts;
        std::filesystem::create_directories(parts.folder / "a");
        std::filesystem::create_directories(parts.folder / "b");
        const auto first = parts.makePictures("a/hall", 1);
        const auto second = parts.makePictures("b/hall", 1);
        parts.workbench.openFolder(first);
        QTRY_VERIFY(parts.workbench.gallery());
        const std::string id = parts.workbench.gallery()->id;
        QSignalSpy opened(&parts.workbench, &Workbench::galleryChanged);
        parts.workbench.openFolder(second);
        QTRY_COMPARE(opened.size(), 1);
        QVERIFY(parts.workbench.gallery()->id != id);
        QCOMPARE(parts.workbench.gallery()->file.stem().string(), std::string("hall 2"));
    }

    void saysWhyItCannotIndex() {
        UiParts parts;
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.workbench.startIndexing({});
        QCOMPARE(raised.size(), 1);
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(parts.workbench.gallery());
        parts.workbench.startIndexing({});
        QCOMPARE(raised.size(), 2);
        QVERIFY(parts.jobs.isIdle());
    }

    void loadsTheModelAnewForAnotherDevice() {
        UiParts parts;
        parts.workbench.openBundle(makeBundle(parts.folder));
        QTRY_VERIFY(parts.workbench.bundle());
        QSignalSpy loaded(&parts.workbench, &Workbench::bundleChanged);
        parts.workbench.setDevice({});
        QVERIFY(!parts.workbench.isLoadingBundle());
        DeviceRequest cpu;
        cpu.kind = DeviceRequest::Kind::Cpu;
        parts.workbench.setDevice(cpu);
        QVERIFY(parts.workbench.isLoadingBundle());
        QTRY_COMPARE(loaded.size(), 1);
    }

    void loadsForTheDeviceThatIsChosenMeanwhile() {
        UiParts parts;
        const auto first = makeBundle(parts.folder, "first");
        const auto second = makeBundle(parts.folder, "second");
        parts.workbench.openBundle(first);
        parts.workbench.setDevice(cpu());
        QTRY_VERIFY(isOpenOnCpu(parts.workbench, first));
        parts.workbench.setDevice({});
        QTRY_VERIFY(!parts.workbench.isLoadingBundle());
        parts.workbench.openBundle(second);
        parts.workbench.setDevice(cpu());
        QTRY_VERIFY(isOpenOnCpu(parts.workbench, second));
    }

    void theOpenModelFollowsTheDeviceWhereAnotherCannotBeLoaded() {
        UiParts parts;
        const auto bundle = makeBundle(parts.folder);
        parts.workbench.openBundle(bundle);
        QTRY_VERIFY(parts.workbench.bundle());
        parts.workbench.openBundle(parts.folder / "none");
        parts.workbench.setDevice(cpu());
        QTRY_VERIFY(isOpenOnCpu(parts.workbench, bundle));
    }

    void aNewDeviceDoesNotForgetTheModelThatIsIndexedWith() {
        UiParts parts;
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        const std::string before = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(before), 3);
        const auto other = makeOtherBundle(parts.folder);
        parts.workbench.adoptBundle(other);
        parts.workbench.setDevice(cpu());
        QTRY_VERIFY(isOpenOnCpu(parts.workbench, other));
        const std::string after = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(after), 3);
    }

    void opensTheModelThatAnEarlierStartBeganToIndexWith() {
        UiParts parts;
        const auto first = makeBundle(parts.folder);
        const auto other = makeOtherBundle(parts.folder);
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(parts.workbench.gallery());
        // Whether its job ends while the session's bundle is still loaded, or later.
        parts.workbench.openBundle(first);
        parts.jobs.submit(recipeOf(adoption(parts, other, first)));
        QTRY_VERIFY(isOpen(parts.workbench, other) && parts.jobs.isIdle());
    }

    void theJobOfAModelIsKnownWhileItIsStillLoaded() {
        UiParts parts;
        const auto first = makeBundle(parts.folder);
        const auto other = makeOtherBundle(parts.folder);
        parts.workbench.adoptBundle(first);
        // It opens at once: there is nothing that could be searched meanwhile.
        QVERIFY(!parts.workbench.comingAdoption());
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(isOpen(parts.workbench, first) && parts.workbench.gallery());
        const std::string before = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(before), 3);
        parts.workbench.adoptBundle(other);
        const std::optional<JobRecipe> coming = parts.workbench.comingAdoption();
        QVERIFY(coming.has_value());
        const IndexWork work = indexWorkOf(*coming);
        QVERIFY(work.gallery == parts.workbench.gallery()->file);
        QVERIFY(work.bundle == other && *work.replaces == first);

        // The program ends; its next run opens what was open, and submits the job.
        parts.workbench.openBundle(first);
        QVERIFY(!parts.workbench.comingAdoption());
        parts.jobs.submit(*coming);
        QTRY_VERIFY(isOpen(parts.workbench, other) && parts.jobs.isIdle());
        const std::string after = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(after), 3);
        QVERIFY(!parts.workbench.comingAdoption());
    }

    void theOpenModelChosenAgainTakesBackWhatWasToTakeItsPlace() {
        UiParts parts;
        const auto first = makeBundle(parts.folder);
        openIndexed(parts, first);
        QSignalSpy raised(&parts.messages, &Messages::raised);
        const JobId ahead = parts.jobs.submit(std::make_unique<StandingJob>());
        parts.workbench.adoptBundle(makeOtherBundle(parts.folder));
        QTRY_VERIFY(parts.workbench.isIndexing());
        parts.workbench.adoptBundle(first);
        QTRY_VERIFY(!parts.workbench.isIndexing());
        parts.jobs.cancel(ahead);
        QTRY_VERIFY(parts.jobs.isIdle() && isOpen(parts.workbench, first));
        // Of the beginning alone.
        QCOMPARE(raised.size(), 1);
    }

    void aModelThatIsIndexedWithCanBeUsedAtOnce() {
        UiParts parts;
        const auto other = makeOtherBundle(parts.folder);
        openIndexed(parts, makeBundle(parts.folder));
        QSignalSpy raised(&parts.messages, &Messages::raised);
        const JobId ahead = parts.jobs.submit(std::make_unique<StandingJob>());
        parts.workbench.adoptBundle(other);
        QTRY_COMPARE(raised.size(), 1);
        raised[0][0].value<Message>().actions[0].run();
        QTRY_VERIFY(isOpen(parts.workbench, other));
        parts.jobs.cancel(ahead);
        const std::string fingerprint = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(fingerprint), 3);
        QTRY_VERIFY(parts.jobs.isIdle());
        QVERIFY(isOpen(parts.workbench, other));
    }

    void aModelIsUsedAtOnceWhereTheGalleryGivesWayToAnother() {
        UiParts parts;
        const auto other = makeOtherBundle(parts.folder);
        openIndexed(parts, makeBundle(parts.folder));
        const auto street = parts.makeGallery("street");
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.workbench.adoptBundle(other);
        parts.workbench.openGallery(street);
        QTRY_VERIFY(isOpen(parts.workbench, other) && !parts.workbench.isLoadingGallery());
        QVERIFY(parts.workbench.gallery()->file == street);
        QVERIFY(parts.jobs.isIdle() && raised.isEmpty());
    }

    void aModelThatWasOpenedSinceStaysInsteadOfTheOneIndexedWith() {
        UiParts parts;
        const auto first = makeBundle(parts.folder, "first");
        const auto since = makeBundle(parts.folder, "since");
        const auto other = makeOtherBundle(parts.folder);
        parts.workbench.openGallery(parts.makeGallery("street"));
        parts.workbench.openBundle(since);
        QTRY_VERIFY(parts.workbench.gallery() && isOpen(parts.workbench, since));
        parts.jobs.submit(recipeOf(adoption(parts, other, first)));
        QTRY_VERIFY(parts.jobs.isIdle());
        QVERIFY(isOpen(parts.workbench, since));
    }

    void ofTwoModelsForOnePlaceTheLastChosenComes() {
        UiParts parts;
        const auto first = makeBundle(parts.folder, "first");
        const auto second = makeBundle(parts.folder, "second");
        const auto other = makeOtherBundle(parts.folder);
        parts.workbench.openGallery(parts.makeGallery("street"));
        parts.workbench.openBundle(first);
        QTRY_VERIFY(parts.workbench.gallery() && isOpen(parts.workbench, first));
        parts.jobs.submit(recipeOf(adoption(parts, second, first)));
        parts.jobs.submit(recipeOf(adoption(parts, other, first)));
        QTRY_VERIFY(isOpen(parts.workbench, other));
        QVERIFY(parts.jobs.isIdle());
    }

    void saysThatAnIndexOfAnEarlierStartIsNotWhole() {
        UiParts parts;
        const auto first = makeBundle(parts.folder);
        parts.workbench.openGallery(parts.makeGallery("street"));
        parts.workbench.openBundle(first);
        QTRY_VERIFY(parts.workbench.gallery() && isOpen(parts.workbench, first));
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.jobs.submit(recipeOf(adoption(parts, parts.folder / "gone", first)));
        QTRY_COMPARE(raised.size(), 1);
        const Message message = raised[0][0].value<Message>();
        QVERIFY(message.cause.contains("gone"));
        QCOMPARE(message.actions.size(), 2);
        QVERIFY(isOpen(parts.workbench, first));
    }

    void aGalleryFoundDamagedIsNotWrittenToAnyMore() {
        std::promise<void> release;
        std::shared_future<void> released = release.get_future().share();
        UiParts parts([released](const std::shared_ptr<const Bundle>&, const DeviceRequest&) {
            auto model = std::make_shared<FakeRasaModel>();
            model->beforeEncode = [released] { released.wait(); };
            return std::static_pointer_cast<RasaModel>(model);
        });
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.workbench.openGallery(parts.makeGallery("street"));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        IndexOptions options;
        options.folders = {parts.makePictures("hall", 3)};
        parts.workbench.startIndexing(options);
        parts.workbench.startIndexing(options);
        QTRY_COMPARE(parts.jobs.open().size(), std::size_t{2});
        QTRY_VERIFY(parts.workbench.isIndexing());
        QSignalSpy accessChanged(&parts.workbench, &Workbench::accessChanged);
        parts.workbench.keepFromWriting();
        QCOMPARE(accessChanged.size(), 1);
        release.set_value();
        QTRY_VERIFY(parts.jobs.isIdle());
        QVERIFY(std::ranges::all_of(parts.jobs.all(), [](const JobStatus& status) {
            return status.state == JobState::Cancelled;
        }));
        QTRY_VERIFY(!parts.workbench.isIndexing());
        QCOMPARE(parts.workbench.gallery()->counts.numPresent, 0);
        QVERIFY(parts.workbench.gallery()->access == Gallery::Access::ReadOnly);
    }

    void countsOnceMoreForAllThatIsAskedMeanwhile() {
        UiParts parts;
        const auto file = parts.makeGallery("street");
        parts.workbench.openGallery(file);
        QTRY_VERIFY(parts.workbench.gallery());
        QSignalSpy counted(&parts.workbench, &Workbench::countsChanged);
        for (int i = 0; i < 5; ++i) parts.workbench.refreshGallery();
        QTRY_COMPARE(counted.size(), 2);
        Gallery::open(file)->items().addRoot(parts.folder);
        parts.workbench.refreshGallery();
        QTRY_COMPARE(parts.workbench.gallery()->roots.size(), std::size_t{1});
        QCOMPARE(counted.size(), 3);
    }

    void findsTheDeviceWithoutAModel() {
        UiParts parts;
        QSignalSpy found(&parts.workbench, &Workbench::deviceFound);
        parts.workbench.setDevice({});
        QVERIFY(!parts.workbench.device());
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(parts.workbench.device()->name, std::string("CPU"));
        QCOMPARE(parts.workbench.device()->reason->what(), "no CUDA device");
        DeviceRequest request;
        request.kind = DeviceRequest::Kind::Cpu;
        parts.workbench.setDevice(request);
        parts.workbench.setDevice(request);
        QTRY_COMPARE(std::string(parts.workbench.device()->reason->what()),
                     std::string("the CPU was asked for"));
        QCOMPARE(found.size(), 2);
        request.kind = DeviceRequest::Kind::Cuda;
        parts.workbench.setDevice(request);
        QTRY_VERIFY(parts.workbench.device()->name.empty());
        QCOMPARE(parts.workbench.device()->reason->what(), "CUDA was asked for: no CUDA device");
        // What a model does run on goes before.
        parts.workbench.openBundle(makeBundle(parts.folder));
        QTRY_VERIFY(parts.workbench.bundle());
        QCOMPARE(parts.workbench.device()->name, std::string("fake"));
    }
};

DESCRY_UI_TEST_MAIN(tst_Workbench)
#include "tst_workbench.moc"
