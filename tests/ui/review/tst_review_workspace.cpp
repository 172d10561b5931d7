#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>
#include <QtTest>
#include <array>

#include "core/base/hash.h"
#include "core/dataset/dataset.h"
#include "core/gallery/gallery.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/review/review_parts.h"
#include "ui/review/review_memory.h"
#include "ui/review/review_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using State = ReviewDesk::State;

constexpr int kPatienceMs = 120'000;

struct WorkspaceParts : UiParts {
    QWidget window;
    std::unique_ptr<ReviewWorkspace> workspace;
    std::vector<std::string> shown;
    std::vector<Message> raised;

    WorkspaceParts() {
        QObject::connect(&messages, &Messages::raised, &window, [this](const Message& message) {
            raised.push_back(message);
        });
        make();
    }
    ~WorkspaceParts() {
        jobs.cancelAll();
        waitFor([this] { return jobs.isIdle(); }, "a job goes on");
    }

    /// The workspace anew, as the next start of the program makes it.
    void make() {
        workspace.reset();
        delete window.layout();
        qDeleteAll(window.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
        workspace = std::make_unique<ReviewWorkspace>(context, loader);
        auto* row = new QHBoxLayout(&window);
        for (QWidget* part : {workspace->left(), workspace->centre(), workspace->right()}) {
            row->addWidget(part);
        }
        row->setStretch(1, 1);
        for (QAction* action : workspace->actions()) window.addAction(action);
        QObject::connect(&desk(), &ReviewDesk::shown, &window, [this] {
            shown.push_back(nameOf(desk().pair()));
        });
        window.resize(1440, 800);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) qFatal("the window is not active");
        workspace->activated();
    }
    ReviewDesk& desk() const { return workspace->desk(); }

    void begin(const SittingPlan& plan) {
        workspace->begin(plan);
        if (!QTest::qWaitFor([this] { return desk().state() != State::Opening; }, kPatienceMs)) {
            qFatal("the sitting is not opened");
        }
        waitForPair();
    }
    void waitForPair() {
        const auto isThere = [this] {
            return desk().state() != State::Working || desk().isShown();
        };
        if (!QTest::qWaitFor(isThere, kPatienceMs)) qFatal("the pair is not shown");
    }
    /// As it comes from the keyboard, to whatever has the focus.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* const focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : &window, key, modifiers);
    }
    void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    /// And waits for the next pair.
    void decide(Qt::Key key) {
        press(key);
        waitForPair();
    }

    template <typename Widget = QPushButton>
    Widget* child(const char* name) const {
        Widget* found = window.findChild<Widget*>(name);
        if (found == nullptr) qFatal("there is no %s", name);
        return found;
    }
    QString textOf(const char* name) const { return child<QLabel>(name)->text(); }
    /// What stands in the middle while there is no pair.
    EmptyState* said() const {
        auto* pages = qobject_cast<QStackedWidget*>(workspace->centre());
        auto* found = qobject_cast<EmptyState*>(pages->currentWidget());
        if (found == nullptr) qFatal("nothing is said");
        return found;
    }
    QString saidTitle() const { return said()->findChild<QLabel*>()->text(); }

    /// Scores all pairs with the fake model, by the button.
    void score() {
        workbench.openBundle(makeBundle(folder));
        QVERIFY(QTest::qWaitFor([this] { return workbench.bundle().has_value(); }, kPatienceMs));
        child("scorePairs")->click();
        QVERIFY(QTest::qWaitFor([this] { return jobs.isIdle(); }, kPatienceMs));
        QVERIFY(QTest::qWaitFor(
            [this] {
                return desk().state() == State::Working && desk().isShown() &&
                       desk().pictures()->scores;
            },
            kPatienceMs));
    }
};

struct KeyedVerdict {
    Qt::Key key;
    Verdict verdict;
    std::optional<Reason> reason;
};

constexpr std::array<KeyedVerdict, 10> kKeys{{{Qt::Key_K, Verdict::Weak, {}},
                                              {Qt::Key_S, Verdict::Strong, {}},
                                              {Qt::Key_R, Verdict::Reject, {}},
                                              {Qt::Key_U, Verdict::Unsure, {}},
                                              {Qt::Key_1, Verdict::Reject, Reason::WrongColour},
                                              {Qt::Key_2, Verdict::Reject, Reason::WrongGarment},
                                              {Qt::Key_3, Verdict::Reject, Reason::AccessoryAbsent},
                                              {Qt::Key_4, Verdict::Reject, Reason::OtherPerson},
                                              {Qt::Key_5, Verdict::Reject, Reason::Unreadable},
                                              {Qt::Key_6, Verdict::Reject, Reason::CaptionError}}};

/// The log holds what the keys said, each of the pair that was shown then.
void compareWithKeys(const std::vector<Decision>& log,
                     const std::vector<std::string>& shown,
                     const std::vector<KeyedVerdict>& keys) {
    QCOMPARE(log.size(), keys.size());
    QVERIFY(shown.size() >= keys.size());
    for (std::size_t i = 0; i < log.size(); ++i) {
        QCOMPARE(nameOf(log[i]), shown[i]);
        QVERIFY(log[i].verdict == keys[i].verdict);
        QCOMPARE(log[i].reasons, keys[i].reason ? Reasons{*keys[i].reason} : Reasons{});
    }
}

/// Everything of a window that somebody could read.
QStringList textsOf(const QWidget& window) {
    QStringList texts;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible()) continue;
        texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription()
              << widget->statusTip() << widget->whatsThis();
        if (const auto* label = qobject_cast<const QLabel*>(widget)) texts << label->text();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
            texts << button->text();
        }
        if (const auto* line = qobject_cast<const QLineEdit*>(widget)) {
            texts << line->text() << line->placeholderText();
        }
        const auto* choice = qobject_cast<const QComboBox*>(widget);
        for (int i = 0; choice != nullptr && i < choice->count(); ++i) {
            texts << choice->itemText(i) << choice->itemData(i, Qt::ToolTipRole).toString();
        }
    }
    return texts;
}

/// A gallery of the same pictures, people and captions.
fs::path makeGalleryOf(const ReviewData& data, const fs::path& file) {
    const auto gallery = Gallery::create(file);
    const RootId root = gallery->items().addRoot(data.folder / "imgs");
    for (const DatasetRecord& record : readDataset(data.dataset).records) {
        Item item;
        item.root = root;
        item.path = record.imagePath;
        item.contentHash = sha256File(data.image(record.imagePath));
        item.metadata.person = std::to_string(record.personId);
        item.metadata.captions = record.captions;
        gallery->items().add(item, {});
    }
    return file;
}

bool holdsTrace(const QString& text) {
    static const QRegularExpression trace(
        QStringLiteral("model|scor|logit|suspici|doubt|similar|margin|bundle|fingerprint"),
        QRegularExpression::CaseInsensitiveOption);
    return trace.match(text).hasMatch();
}

}  // namespace

class tst_ReviewWorkspace : public QObject {
    Q_OBJECT

  private slots:
    void asksForADataSetAndThenForAName() {
        WorkspaceParts parts;
        QVERIFY(parts.said()->isVisible());
        const ReviewData data(parts.folder, 2);
        parts.prompts.path = data.dataset;
        parts.said()->button()->click();
        QCOMPARE(parts.textOf("datasetName"), QString("dataset.json"));
        QCOMPARE(parts.saidTitle(), QString("Who decides?"));
        parts.said()->button()->click();
        QVERIFY(parts.child<QLineEdit>("annotator")->hasFocus());
        parts.type("Anna");
        parts.press(Qt::Key_Return);
        QTRY_VERIFY(parts.desk().isShown());
        QVERIFY(parts.child<QWidget>("pairPage")->isVisible());
        // A letter is a verdict now, and no part of the name.
        parts.decide(Qt::Key_K);
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(data.log().size(), std::size_t{1});
        QCOMPARE(data.log().front().annotator, std::string("Anna"));
    }

    void aDataSetCanBeDropped() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        QMimeData dragged;
        dragged.setUrls({QUrl::fromLocalFile(qtPath(data.dataset))});
        QDragEnterEvent enter({}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(parts.workspace->centre(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(parts.workspace->centre(), &drop);
        QCOMPARE(parts.textOf("datasetName"), QString("dataset.json"));
    }

    void decides200AsFastAsEventsArrive() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 11);
        parts.begin(data.plan());
        std::vector<KeyedVerdict> keys;
        for (std::size_t i = 0; i < 200; ++i) {
            keys.push_back(kKeys[i * 7 % kKeys.size()]);
            parts.press(keys.back().key);
        }
        QTRY_COMPARE_WITH_TIMEOUT(
            parts.desk().queue()->numDecided(), std::size_t{200}, kPatienceMs);
        QVERIFY(isKept(parts.desk()));
        compareWithKeys(data.log(), parts.shown, keys);
        QVERIFY(parts.desk().state() == State::Working);
    }

    void decides200BetweenOtherEvents() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 11);
        parts.begin(data.plan());
        std::vector<KeyedVerdict> keys;
        for (std::size_t i = 0; i < 200; ++i) {
            keys.push_back(kKeys[i * 3 % kKeys.size()]);
            parts.press(keys.back().key);
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(
            parts.desk().queue()->numDecided(), std::size_t{200}, kPatienceMs);
        QVERIFY(isKept(parts.desk()));
        compareWithKeys(data.log(), parts.shown, keys);
    }

    void aHeldKeyCountsOnce() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        for (const QAction* action : parts.workspace->actions()) {
            if (action->objectName().startsWith("zoom")) continue;
            QVERIFY2(!action->autoRepeat(), qPrintable(action->objectName()));
        }
    }

    void theNextPairIsPaintedWithItsPicture() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        const auto* image = parts.child<ZoomView>("pairImage");
        const std::string before = nameOf(parts.desk().pair());
        parts.decide(Qt::Key_K);
        QVERIFY(nameOf(parts.desk().pair()) != before);
        QCOMPARE(image->image(), parts.desk().pictures()->image);
        QCOMPARE(parts.textOf("pairPlace"), QString("Pair 2 of 40"));
    }

    void backShowsTheVerdictAndAnotherTakesItsPlace() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        parts.decide(Qt::Key_4);
        parts.press(Qt::Key_Backspace);
        parts.waitForPair();
        QVERIFY(parts.textOf("earlierVerdict").contains("Reject: other person"));
        QVERIFY(parts.child<KeyButton>("verdictReject")->isMarked());
        parts.decide(Qt::Key_S);
        QVERIFY(!parts.child<KeyButton>("verdictReject")->isMarked());
        QVERIFY(isKept(parts.desk()));
        const std::vector<Decision> log = data.log();
        QCOMPARE(log.size(), std::size_t{2});
        QVERIFY(log[1].supersedes == log[0].id && log[1].verdict == Verdict::Strong);
        QVERIFY(log[1].reasons.empty());
    }

    void ctrlZTakesTheLastDecisionBack() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        const std::string first = nameOf(parts.desk().pair());
        parts.decide(Qt::Key_K);
        parts.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(nameOf(parts.desk().pair()), first);
        QCOMPARE(parts.desk().queue()->numDecided(), std::size_t{0});
        QVERIFY(!parts.child<KeyButton>("verdictWeak")->isMarked());
    }

    void reasonsAreMarkedWithShiftOrAltOrTheirSigns() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        parts.press(Qt::Key_1, Qt::ShiftModifier);
        QVERIFY(parts.child<KeyButton>("reject1")->isMarked());
        QVERIFY(parts.child<KeyButton>("reject1")->accessibleName().endsWith("marked"));
        parts.press(Qt::Key_At);
        parts.press(Qt::Key_3, Qt::AltModifier);
        parts.press(Qt::Key_3, Qt::AltModifier);
        QVERIFY(!parts.child<KeyButton>("reject3")->isMarked());
        QCOMPARE(parts.desk().queue()->numDecided(), std::size_t{0});
        parts.decide(Qt::Key_R);
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(data.log().front().reasons, (Reasons{Reason::WrongColour, Reason::WrongGarment}));
        QVERIFY(!parts.child<KeyButton>("reject1")->isMarked());
    }

    void theMouseDoesWhatKeysDo() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        QTest::mouseClick(parts.child<KeyButton>("verdictStrong"), Qt::LeftButton);
        parts.waitForPair();
        QTest::mouseClick(parts.child<KeyButton>("reject6"), Qt::LeftButton);
        parts.waitForPair();
        QVERIFY(isKept(parts.desk()));
        QVERIFY(data.log()[0].verdict == Verdict::Strong);
        QCOMPARE(data.log()[1].reasons, Reasons{Reason::CaptionError});
    }

    void theCaptionIsEditedInItsPlaceAndANoteWritten() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        const auto* caption = parts.child<CaptionView>("caption");
        const QString original = caption->text();
        parts.press(Qt::Key_E);
        auto* editor = parts.child<QPlainTextEdit>("captionEditor");
        QVERIFY(editor->hasFocus() && !caption->isVisible());
        editor->selectAll();
        // These letters are no verdicts.
        parts.type("kurs 1");
        parts.press(Qt::Key_Return);
        QVERIFY(caption->isVisible());
        QCOMPARE(caption->text(), QString("kurs 1"));
        QVERIFY(parts.textOf("captionOrigin").contains(original));
        parts.press(Qt::Key_N);
        QVERIFY(parts.child<QLineEdit>("noteEditor")->hasFocus());
        parts.type("rusk");
        parts.press(Qt::Key_Return);
        QCOMPARE(parts.desk().queue()->numDecided(), std::size_t{0});
        parts.decide(Qt::Key_S);
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(data.log().front().edited, std::optional<std::string>("kurs 1"));
        QCOMPARE(data.log().front().note, std::string("rusk"));
        QVERIFY(!parts.child<QLineEdit>("noteEditor")->isVisible());
        // They are kept with it.
        parts.press(Qt::Key_Backspace);
        parts.waitForPair();
        QCOMPARE(caption->text(), QString("kurs 1"));
        QCOMPARE(parts.child<QLineEdit>("noteEditor")->text(), QString("rusk"));
        // Escape leaves it as it was.
        parts.press(Qt::Key_E);
        parts.type(" more");
        parts.press(Qt::Key_Escape);
        QCOMPARE(caption->text(), QString("kurs 1"));
    }

    void whiteSpaceOfTheDataSetIsNoEdit() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        nlohmann::json records = nlohmann::json::parse(std::ifstream(data.dataset));
        for (nlohmann::json& record : records) {
            record["captions"][0] = record["captions"][0].get<std::string>() + "  Two  blanks. ";
        }
        std::ofstream(data.dataset) << records;
        parts.begin(data.plan());
        parts.press(Qt::Key_E);
        parts.press(Qt::Key_Return);
        QVERIFY(!parts.desk().draft().edited);
        parts.press(Qt::Key_E);
        parts.type("More.");
        parts.press(Qt::Key_Return);
        QVERIFY(QString::fromStdString(*parts.desk().draft().edited).endsWith("Two blanks. More."));
    }

    void theKeyThatEditsWaitsForItsPairAndLettersBehindItDecideNothing() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        const std::string first = nameOf(parts.desk().pair());
        for (const Qt::Key key : {Qt::Key_K, Qt::Key_E, Qt::Key_R, Qt::Key_U}) parts.press(key);
        auto* editor = parts.child<QPlainTextEdit>("captionEditor");
        QTRY_VERIFY(editor->hasFocus());
        QVERIFY(nameOf(parts.desk().pair()) != first);
        QVERIFY(!parts.desk().hasKeysWaiting());
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(data.log().size(), std::size_t{1});
        QCOMPARE(nameOf(data.log().front()), first);
        QVERIFY(!data.log().front().edited);
        parts.press(Qt::Key_Escape);
    }

    void whatRepeatsInADataSetIsToldOnceByItsRecord() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        nlohmann::json records = nlohmann::json::parse(std::ifstream(data.dataset));
        records[3]["captions"] = records[1]["captions"];
        std::ofstream(data.dataset) << records;
        parts.begin(data.plan());
        QCOMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY2(parts.raised[0].details.contains("record 3"), qPrintable(parts.raised[0].details));
        parts.begin(data.plan(QueueOrder::ByPerson));
        QCOMPARE(parts.raised.size(), std::size_t{1});
    }

    void whatIsTypedWhileScoresComeStaysText_data() {
        QTest::addColumn<bool>("isNumberedAnew");
        QTest::newRow("the data set as it was") << false;
        QTest::newRow("its pairs numbered anew") << true;
    }
    void whatIsTypedWhileScoresComeStaysText() {
        QFETCH(bool, isNumberedAnew);
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        const std::string current = nameOf(parts.desk().pair());
        const auto readAnew = [&] {
            const SittingQueue* const before = parts.desk().queue();
            parts.desk().reopen();
            QTRY_VERIFY(parts.desk().queue() != before);
            parts.waitForPair();
        };
        if (isNumberedAnew) data.addPersonInFront();
        parts.press(Qt::Key_E);
        auto* editor = parts.child<QPlainTextEdit>("captionEditor");
        editor->selectAll();
        parts.type("kurs");
        readAnew();
        QVERIFY(editor->hasFocus());
        parts.type(" up");
        parts.press(Qt::Key_Return);
        parts.press(Qt::Key_N);
        parts.type("rusk");
        readAnew();
        QVERIFY(parts.child<QLineEdit>("noteEditor")->hasFocus());
        parts.type(" up");
        parts.press(Qt::Key_Return);
        QCOMPARE(nameOf(parts.desk().pair()), current);
        QCOMPARE(parts.desk().draft().edited, std::optional<std::string>("kurs up"));
        QCOMPARE(parts.desk().draft().note, std::string("rusk up"));
        QCOMPARE(parts.desk().queue()->numDecided(), std::size_t{0});
        QVERIFY(!parts.desk().hasKeysWaiting());
    }

    void anEditIsNotLostToAClickOnAVerdict() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        parts.press(Qt::Key_E);
        parts.child<QPlainTextEdit>("captionEditor")->selectAll();
        parts.type("a better caption");
        QTest::mouseClick(parts.child<KeyButton>("verdictWeak"), Qt::LeftButton);
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(data.log().front().edited, std::optional<std::string>("a better caption"));
    }

    void thePicturesAreEnlargedTogether() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        auto* image = parts.child<ZoomView>("pairImage");
        auto* source = parts.child<ZoomView>("sourceImage");
        parts.press(Qt::Key_Plus);
        parts.press(Qt::Key_Plus);
        QVERIFY(image->zoom().factor > 1.5);
        QCOMPARE(source->zoom().factor, image->zoom().factor);
        source->zoomBy(ZoomView::kZoomStep);
        QCOMPARE(image->zoom().factor, source->zoom().factor);
        parts.press(Qt::Key_0);
        QCOMPARE(image->zoom().factor, 1.0);
        parts.press(Qt::Key_Plus);
        parts.decide(Qt::Key_K);
        QCOMPARE(image->zoom().factor, 1.0);
    }

    void reopensAtTheSamePairInTheNextStart() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan(QueueOrder::ByPerson));
        for (int i = 0; i < 5; ++i) parts.decide(Qt::Key_K);
        const std::string next = nameOf(parts.desk().pair());
        parts.make();
        QTRY_VERIFY(parts.desk().isShown());
        QCOMPARE(nameOf(parts.desk().pair()), next);
        QCOMPARE(parts.child<QLineEdit>("annotator")->text(), QString("Anna"));
        QCOMPARE(recentReviews(parts.settings).size(), std::size_t{1});
    }

    void blindModeShowsNothingOfTheModel() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        parts.score();
        QTRY_VERIFY(std::ranges::any_of(textsOf(parts.window), holdsTrace));
        QVERIFY(parts.desk().pictures()->scores->contradictions.size() > 3);
        parts.child<QComboBox>("order")->setCurrentIndex(0);
        QTRY_VERIFY(parts.desk().isShown() && parts.desk().plan().order == QueueOrder::Suspicious);
        parts.child<QCheckBox>("blind")->click();
        QTRY_VERIFY(parts.desk().state() == State::Working && parts.desk().isShown());
        // The order went with it.
        QVERIFY(parts.desk().plan().order == QueueOrder::Random);
        QCOMPARE(parts.child<QComboBox>("order")->count(), 3);
        for (const Qt::Key key : {Qt::Key_K, Qt::Key_3, Qt::Key_Backspace}) {
            QTRY_VERIFY(!parts.textOf("noise").isEmpty());
            QCoreApplication::processEvents();
            for (const QString& text : textsOf(parts.window)) {
                QVERIFY2(!holdsTrace(text), qPrintable(text));
            }
            QVERIFY(parts.child<CaptionView>("caption")->markedWords().isEmpty());
            QVERIFY(!parts.desk().pictures()->scores);
            parts.decide(key);
        }
        for (const QAction* action : parts.workspace->actions()) {
            QVERIFY2(!holdsTrace(action->text() + action->toolTip()), qPrintable(action->text()));
        }
        QVERIFY(isKept(parts.desk()));
        for (const Decision& decision : data.log()) {
            QVERIFY(decision.isBlind && !decision.fingerprint);
        }
    }

    void scoresAreShownAndKeptWithTheDecision() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        // Without a model it says what is missing.
        parts.child("scorePairs")->click();
        QTRY_VERIFY(!parts.raised.empty());
        QVERIFY(parts.raised.back().cause.contains("needs a model"));
        const std::string current = nameOf(parts.desk().pair());
        parts.score();
        QCOMPARE(nameOf(parts.desk().pair()), current);
        const PairScores scores = *parts.desk().pictures()->scores;
        QTRY_VERIFY(textsOf(parts.window)
                        .contains(QString::number(static_cast<double>(scores.similarity), 'f', 3)
                                      .replace('-', QChar(0x2212))));
        const auto* caption = parts.child<CaptionView>("caption");
        const auto numMarked = std::ranges::count_if(
            scores.contradictions, [](const auto& one) { return one && *one > 0.5F; });
        QCOMPARE(caption->markedWords().size(), static_cast<qsizetype>(numMarked));
        parts.decide(Qt::Key_K);
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(data.log().front().fingerprint.value_or(""),
                 parts.workbench.bundle()->bundle->fingerprint());
    }

    void theMostSuspiciousOrderAsksForScores() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan(QueueOrder::Suspicious));
        QVERIFY(parts.desk().state() == State::Unscored);
        QCOMPARE(parts.saidTitle(), QString("No pair has scores yet"));
        parts.workbench.openBundle(makeBundle(parts.folder));
        QTRY_VERIFY(parts.workbench.bundle());
        parts.said()->button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(parts.desk().isShown(), kPatienceMs);
    }

    void endsWithTheExport() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        const std::string before = sha256File(data.dataset);
        parts.begin(data.plan());
        while (parts.desk().state() == State::Working) parts.decide(Qt::Key_K);
        QCOMPARE(parts.saidTitle(), QString("All 20 pairs are decided"));
        parts.prompts.path = parts.folder;
        parts.said()->button()->click();
        QTRY_VERIFY(!parts.raised.empty());
        QVERIFY2(parts.raised.back().cause.contains("20 verdicts"),
                 qPrintable(parts.raised.back().cause));
        const fs::path folder = parts.folder / "dataset reviewed";
        for (const char* name : {"dataset.json", "pairs.jsonl", "decisions.csv"}) {
            QVERIFY(fs::exists(folder / name));
        }
        // Its folder is shown, or said where no desktop is there to open it.
        const auto showFolder = parts.raised.back().actions.front().run;
        showFolder();
        QVERIFY(parts.raised.back().cause.startsWith("No program opened"));
        QVERIFY(parts.raised.back().details.contains("dataset reviewed"));
        // A second one stands beside it.
        const std::size_t numRaised = parts.raised.size();
        parts.child("exportReview")->click();
        QTRY_VERIFY(parts.raised.size() > numRaised);
        QVERIFY(fs::exists(parts.folder / "dataset reviewed 2"));
        QCOMPARE(sha256File(data.dataset), before);
    }

    void anExportHasItsOwnImagesWhereItsSittingCannotBeOpened() {
        WorkspaceParts parts;
        const ReviewData large(parts.folder / "large", 2);
        parts.begin(large.plan());
        parts.decide(Qt::Key_K);
        QVERIFY(isKept(parts.desk()));
        const ReviewData small(parts.folder / "small", 1);
        parts.begin(small.plan());
        parts.begin(large.plan(QueueOrder::Suspicious));
        QVERIFY(parts.desk().state() == State::Unscored);
        parts.prompts.path = parts.folder;
        parts.child("exportReview")->click();
        QTRY_VERIFY(!parts.raised.empty());
        const Message& told = parts.raised.back();
        QVERIFY2(told.cause.contains("1 verdicts"), qPrintable(told.cause));
        QVERIFY2(told.kept.contains("Findings: 0."), qPrintable(told.kept));
    }

    void anExportThatWaitsIsOfTheDataSetItWasAskedFor() {
        WorkspaceParts parts;
        const ReviewData before(parts.folder / "before", 1);
        const ReviewData after(parts.folder / "after", 2);
        parts.begin(before.plan());
        parts.prompts.path = parts.folder;
        parts.desk().decide(Verdict::Weak);
        QVERIFY(!parts.desk().writer()->isIdle());
        parts.child("exportReview")->click();
        parts.begin(after.plan());
        QTRY_VERIFY(!parts.raised.empty());
        QVERIFY2(parts.raised.back().cause.contains("1 verdicts"),
                 qPrintable(parts.raised.back().cause));
        const Dataset exported = readDataset(parts.folder / "dataset reviewed" / "dataset.json");
        QCOMPARE(exported.records.size(), std::size_t{ReviewData::kImages});
    }

    void knownPairsAreToldOnlyAtTheEnd() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        parts.begin(data.plan());
        for (int i = 0; i < 8; ++i) parts.decide(Qt::Key_K);
        parts.prompts.path = parts.folder;
        parts.child("exportReview")->click();
        QTRY_VERIFY(!parts.raised.empty());
        SittingPlan plan = data.plan(QueueOrder::ByPerson);
        plan.annotator = "Ben";
        parts.begin(plan);
        auto* known = parts.child<QComboBox>("knownPairs");
        parts.prompts.path = parts.folder / "dataset reviewed" / "pairs.jsonl";
        QCOMPARE(known->currentText(), QString("Adjudicated ones"));
        Q_EMIT known->activated(1);
        QCOMPARE(known->currentText(), QString("pairs.jsonl"));
        QTRY_VERIFY(parts.desk().state() == State::Working && parts.desk().isShown());
        QTRY_VERIFY(!parts.desk().queue()->shareOfKnown());
        while (parts.desk().state() == State::Working) {
            QVERIFY(!parts.child<QLabel>("knownShare")->isVisible());
            parts.decide(Qt::Key_K);
        }
        const auto share = parts.desk().queue()->shareOfKnown();
        QVERIFY(share && share->count == share->of);
        QTRY_COMPARE(parts.textOf("knownShare"),
                     QString("Known pairs: %1 of %1 as known").arg(share->of));
        Q_EMIT known->activated(0);
        QCOMPARE(known->currentText(), QString("Adjudicated ones"));
        QVERIFY(parts.desk().plan().gold.empty());
    }

    void aPlanIsRemembered() {
        WorkspaceParts parts;
        SittingPlan plan;
        plan.dataset = "/data/train.json";
        plan.images = "/data/imgs";
        plan.pairs = {.split = std::nullopt, .includeOwn = true};
        plan.annotator = "Anna";
        plan.order = QueueOrder::ByPerson;
        plan.overlapSize = 50;
        plan.seed = 7;
        plan.isBlind = true;
        plan.gold = "/data/pairs.jsonl";
        rememberPlan(parts.settings, plan);
        const SittingPlan again = rememberedPlan(parts.settings);
        QVERIFY(again.dataset == plan.dataset && again.images == plan.images);
        QVERIFY(!again.pairs.split && again.pairs.includeOwn && again.isBlind);
        QVERIFY(again.annotator == "Anna" && again.order == QueueOrder::ByPerson);
        QVERIFY(again.seed == 7 && again.gold == plan.gold && again.overlapSize == 50);
        for (int i = 0; i < 12; ++i) {
            plan.dataset = fmt::format("/data/{}.json", i % 11);
            rememberPlan(parts.settings, plan);
        }
        const std::vector<SittingPlan> recent = recentReviews(parts.settings);
        QCOMPARE(recent.size(), std::size_t{10});
        QVERIFY(recent.front().dataset == "/data/0.json");
    }

    void whatWasPassedOverIsListed() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        parts.begin(data.plan());
        const std::string first = nameOf(parts.desk().pair());
        parts.decide(Qt::Key_P);
        auto* list = parts.child<QListWidget>("passedOver");
        QVERIFY(list->isVisible());
        QCOMPARE(list->count(), 1);
        while (parts.desk().state() == State::Working) parts.decide(Qt::Key_K);
        QCOMPARE(parts.saidTitle(), QString("All but 1 pairs are decided"));
        Q_EMIT list->itemActivated(list->item(0));
        QCOMPARE(nameOf(parts.desk().pair()), first);
        parts.waitForPair();
        parts.decide(Qt::Key_K);
        QVERIFY(!list->isVisible());
        QCOMPARE(parts.saidTitle(), QString("All 20 pairs are decided"));
    }

    void aMissingImageSaysSoInItsPlace() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        parts.begin(data.plan());
        fs::remove(data.image(parts.desk().pair().imagePath));
        parts.begin(data.plan());
        QVERIFY(parts.child<QLabel>("pairImageFault")->isVisible());
        QVERIFY(!parts.textOf("pairImageFault").isEmpty());
        parts.press(Qt::Key_K);
        QVERIFY(parts.child<QLabel>("keyHint")->isVisible());
        parts.decide(Qt::Key_P);
        QVERIFY(!parts.child<QLabel>("keyHint")->isVisible());
    }

    void theOverlapIsAsLargeAsTheFieldSaysAndThenStays() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        parts.begin(data.plan());
        auto* size = parts.child<QSpinBox>("overlapSize");
        auto* order = parts.child<QComboBox>("order");
        const auto choose = [&](QueueOrder chosen) {
            order->setCurrentIndex(order->findData(static_cast<int>(chosen)));
            QTRY_VERIFY(parts.desk().state() == State::Working);
            QVERIFY(parts.desk().plan().order == chosen);
        };
        QCOMPARE(size->value(), static_cast<int>(kOverlapSize));
        size->setValue(12);
        // Nothing is opened anew for a number that is of use later.
        QVERIFY(parts.desk().state() == State::Working);
        choose(QueueOrder::Overlap);
        QCOMPARE(parts.desk().plan().overlapSize, std::size_t{12});
        QVERIFY(!size->isEnabled());
        choose(QueueOrder::Random);
        QVERIFY(size->isEnabled());
        size->setValue(20);
        choose(QueueOrder::Overlap);
        QCOMPARE(size->value(), 12);
    }

    void theDecisionsOnAPairAreListed() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        SittingPlan plan = data.plan();
        plan.annotator = "Ben";
        parts.begin(plan);
        for (int i = 0; i < 2; ++i) parts.decide(Qt::Key_1);
        plan.annotator = "Anna";
        parts.begin(plan);
        const auto isListed = [&](const QString& text) {
            return textsOf(parts.window).contains(text);
        };
        const QString others = "Ben: Reject: wrong colour";
        QCoreApplication::processEvents();
        QVERIFY(!isListed(others));
        for (const Qt::Key key : {Qt::Key_K, Qt::Key_S}) {
            parts.decide(key);
            parts.decide(Qt::Key_Backspace);
        }
        QTRY_VERIFY(isListed("Anna: Strong"));
        QVERIFY(isListed("Anna: Weak (superseded)"));
        QVERIFY(isListed(others));
        parts.child<QCheckBox>("blind")->click();
        QTRY_VERIFY(parts.desk().state() == State::Working && parts.desk().isShown());
        parts.decide(Qt::Key_K);
        parts.decide(Qt::Key_Backspace);
        QTRY_VERIFY(isListed("Anna: Weak"));
        QVERIFY(!isListed(others));
    }

    void severalLogsAreAddedAndWhatIsRefusedIsNamed() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        parts.begin(data.plan());
        parts.decide(Qt::Key_K);
        QVERIFY(isKept(parts.desk()));
        for (const char* name : {"Ben", "Carla"}) {
            Decision other = data.log().front();
            other.id = DecisionId::random();
            other.annotator = name;
            parts.prompts.files.push_back(parts.folder / name);
            DecisionLog(parts.prompts.files.back()).append(other);
        }
        const auto merge = [&] {
            const std::size_t numRaised = parts.raised.size();
            parts.child("mergeLogs")->click();
            QTRY_VERIFY(parts.raised.size() > numRaised);
        };
        merge();
        QCOMPARE(parts.raised.back().cause, QString("2 decisions were added."));
        QTRY_VERIFY(parts.desk().state() == State::Working);
        QCOMPARE(data.log().size(), std::size_t{3});
        merge();
        QVERIFY(parts.raised.back().cause.contains("nothing"));
        parts.prompts.files.push_back(parts.makeBroken("broken.descry-review"));
        merge();
        QVERIFY(parts.raised.back().severity == Message::Severity::Problem);
        QVERIFY(parts.raised.back().cause.contains("broken.descry-review"));
        parts.prompts.files.push_back(parts.folder / "absent");
        merge();
        QCOMPARE(parts.raised.back().cause, QString("2 of 4 logs could not be added."));
        QVERIFY(parts.raised.back().details.contains("absent"));
        QVERIFY(parts.raised.back().details.contains("broken.descry-review"));
        QCOMPARE(data.log().size(), std::size_t{3});
    }

    void aGalleryIsReviewed() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 2);
        const fs::path file = makeGalleryOf(data, parts.folder / "people.descry");
        parts.prompts.path = file;
        parts.said()->button()->click();
        parts.said()->button()->click();
        parts.type("Anna");
        parts.press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(parts.desk().isShown(), kPatienceMs);
        QCOMPARE(parts.desk().queue()->size(), std::size_t{2 * ReviewData::kPairs});
        std::vector<KeyedVerdict> keys;
        for (const std::size_t place : {0U, 1U, 8U}) {
            QVERIFY(!parts.child<ZoomView>("pairImage")->image().isNull());
            QVERIFY(!parts.child<ZoomView>("sourceImage")->image().isNull());
            keys.push_back(kKeys[place]);
            parts.decide(keys.back().key);
        }
        QVERIFY(isKept(parts.desk()));
        const DecisionLog opened(ReviewFolder::beside(file).decisions(),
                                 DecisionLog::Access::ReadOnly);
        const std::vector<Decision> log = opened.all();
        compareWithKeys(log, parts.shown, keys);
        for (const Decision& decision : log) {
            const Sha256Digest hash = hashImage(data.image(decision.imagePath));
            QVERIFY(decision.pair == pairIdOf(hash, decision.caption));
        }
    }

    void theOpenGalleryIsAmongWhatCanBeReviewed() {
        WorkspaceParts parts;
        QMenu* menu = parts.child<QToolButton>("recentReviews")->menu();
        Q_EMIT menu->aboutToShow();
        QVERIFY(!menu->actions().front()->isEnabled());
        const ReviewData data(parts.folder, 2);
        parts.workbench.openGallery(makeGalleryOf(data, parts.folder / "people.descry"));
        QTRY_VERIFY(parts.workbench.gallery());
        Q_EMIT menu->aboutToShow();
        QVERIFY(menu->actions().front()->text().contains("people"));
        menu->actions().front()->trigger();
        parts.said()->button()->click();  // To the annotator's name.
        parts.type("Anna");
        parts.press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(parts.desk().isShown(), kPatienceMs);
        QCOMPARE(parts.desk().queue()->size(), std::size_t{2 * ReviewData::kPairs});
    }

    void agreementIsToldAndLeadsToAdjudication() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        SittingPlan plan = data.plan();
        parts.begin(plan);
        for (int i = 0; i < 8; ++i) parts.decide(i < 4 ? Qt::Key_K : Qt::Key_R);
        plan.annotator = "Ben";
        parts.begin(plan);
        for (int i = 0; i < 8; ++i) parts.decide(i < 3 ? Qt::Key_K : Qt::Key_R);
        parts.child("agreement")->click();
        QTRY_VERIFY(parts.window.findChild<AgreementDialog*>() != nullptr);
        auto* dialog = parts.window.findChild<AgreementDialog*>();
        QTRY_COMPARE(dialog->findChild<QLabel*>("kappa")->text(),
                     QString::fromUtf8("Cohen’s kappa: 0.750"));
        QVERIFY(dialog->findChild<QLabel*>("agreementText")->text().contains("both: 8"));
        auto* matrix = dialog->findChild<QTableWidget*>("confusion");
        QCOMPARE(matrix->item(1, 1)->text(), QString("3"));
        QCOMPARE(matrix->item(1, 2)->text(), QString("1"));
        QVERIFY(dialog->findChild<QLabel*>("disputed")->text().startsWith("1"));
        dialog->findChild<QComboBox*>("secondAnnotator")->setCurrentIndex(0);
        QTRY_COMPARE(matrix->item(1, 1)->text(), QString("4"));
        dialog->findChild<QPushButton*>("adjudicate")->click();
        QTRY_VERIFY(parts.desk().plan().order == QueueOrder::Disagreements);
    }

    void agreementIsReadAnewEachTimeAndClosesWithItsDataSet() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        SittingPlan plan = data.plan();
        parts.begin(plan);
        for (int i = 0; i < 2; ++i) parts.decide(Qt::Key_K);
        plan.annotator = "Ben";
        parts.begin(plan);
        parts.decide(Qt::Key_K);
        const auto dialogs = [&] { return parts.window.findChildren<AgreementDialog*>(); };
        const auto tells = [&](const QString& text) {
            return dialogs().size() == 1 &&
                   dialogs().front()->findChild<QLabel*>("agreementText")->text().contains(text);
        };
        parts.child("agreement")->click();
        QTRY_VERIFY(tells("both: 1"));
        parts.desk().decide(Verdict::Weak);
        parts.waitForPair();
        parts.child("agreement")->click();
        QTRY_VERIFY(tells("both: 2"));
        const ReviewData other(parts.folder / "other", 1);
        parts.begin(other.plan());
        QTRY_VERIFY(dialogs().isEmpty());
    }

    void agreementOfOneSaysWhatIsMissing() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        parts.begin(data.plan());
        parts.child("agreement")->click();
        QTRY_VERIFY(parts.window.findChild<AgreementDialog*>() != nullptr);
        auto* dialog = parts.window.findChild<AgreementDialog*>();
        QTRY_COMPARE(dialog->findChild<QLabel*>("agreementText")->text(),
                     QString("Nothing has been decided yet."));
    }

    void theToyAndTheDemoDataSetsOpen_data() {
        QTest::addColumn<QString>("dataset");
        QTest::addColumn<QString>("images");
        const QString data = QStringLiteral(DESCRY_TEST_DATA);
        const QString demo = data + "/../../resources/demo/gallery";
        QTest::newRow("toy") << data + "/conformance/tiny/data/train.json"
                             << data + "/conformance/tiny/data";
        QTest::newRow("demo") << demo + "/dataset.json" << demo;
    }
    void theToyAndTheDemoDataSetsOpen() {
        QFETCH(QString, dataset);
        QFETCH(QString, images);
        WorkspaceParts parts;
        SittingPlan plan;
        plan.dataset = parts.folder / "copy.json";
        fs::copy_file(toPath(dataset), plan.dataset);
        plan.images = toPath(images);
        plan.annotator = "Anna";
        parts.begin(plan);
        QVERIFY(parts.desk().state() == State::Working);
        QVERIFY(!parts.child<ZoomView>("pairImage")->image().isNull());
        QVERIFY(!parts.child<ZoomView>("sourceImage")->image().isNull());
        parts.decide(Qt::Key_K);
        QVERIFY(isKept(parts.desk()));
        QCOMPARE(DecisionLog(plan.folder().decisions()).size(), std::int64_t{1});
    }

    void aBrokenDataSetSaysWhy() {
        WorkspaceParts parts;
        SittingPlan plan;
        plan.dataset = parts.makeBroken("dataset.json");
        plan.annotator = "Anna";
        parts.begin(plan);
        QVERIFY(parts.desk().state() == State::Refused);
        QCOMPARE(parts.saidTitle(), QString("The review could not be opened"));
    }

    void everyControlHasAName() {
        WorkspaceParts parts;
        const ReviewData data(parts.folder, 1);
        parts.begin(data.plan());
        for (const QWidget* widget : parts.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() != nullptr) continue;
            const bool isControl = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                                   qobject_cast<const QLineEdit*>(widget) != nullptr ||
                                   qobject_cast<const QComboBox*>(widget) != nullptr ||
                                   qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
                                   qobject_cast<const QAbstractItemView*>(widget) != nullptr;
            const bool isPartOfAnother = widget->objectName().startsWith("qt_") ||
                                         widget->parentWidget()->inherits("QComboBox") ||
                                         widget->inherits("QComboBoxListView") ||
                                         widget->inherits("QScrollBar");
            if (!isControl || isPartOfAnother) continue;
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(QString(widget->metaObject()->className()) + " " +
                                widget->objectName()));
        }
    }

    void noKeyIsGivenTwice() {
        WorkspaceParts parts;
        QStringList keys;
        for (const QAction* action : parts.workspace->actions()) {
            QVERIFY(!action->text().isEmpty() && !action->objectName().isEmpty());
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys << key.toString();
            }
        }
    }
};

DESCRY_UI_TEST_MAIN(tst_ReviewWorkspace)
#include "tst_review_workspace.moc"
