#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/search/scripted_model.h"
#include "ui/common/tab_order.h"
#include "ui/search/heat_look.h"
#include "ui/search/loupe.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr std::size_t kGreen = 4;  ///< In kQuery.
constexpr std::size_t kCoat = 5;

struct LoupeParts : ScriptedParts {
    Loupe& loupe() const { return *parts.find<Loupe>("loupe"); }
    HeatPane& pane() const { return loupe().pane(); }
    WordChip& chip(std::size_t word) const {
        return *loupe().chips().chips().at(static_cast<qsizetype>(word) + 1);
    }
    QString state() const { return inside<QLabel>("loupe", "paneState")->text(); }
    bool isRead() const { return pane().reading().state == Reading::State::Ready; }
    void openLoupe() {
        press(Qt::Key_E);
        QVERIFY(loupe().isVisible());
    }
    void openRead() {
        openSearched();
        openLoupe();
        waitFor([this] { return isRead(); }, "the candidate is not read");
        waitFor([this] { return !pane().picture().image().isNull(); }, "there is no picture");
    }
    /// The largest opacity of the heat, 0 to 255.
    int mostHeat() const {
        const QImage& heat = pane().picture().heat();
        int most = 0;
        for (int y = 0; y < heat.height(); ++y) {
            for (int x = 0; x < heat.width(); ++x) most = std::max(most, qAlpha(heat.pixel(x, y)));
        }
        return most;
    }
    void hover(QWidget& widget) {
        const QPointF middle = QRectF(widget.rect()).center();
        QEnterEvent enter(middle, middle, widget.mapToGlobal(middle));
        QApplication::sendEvent(&widget, &enter);
    }
    void leave(QWidget& widget) {
        QEvent event(QEvent::Leave);
        QApplication::sendEvent(&widget, &event);
    }
};

/// An entry of a menu that is filled as it opens.
void choose(QMenu& menu, const QString& text) {
    Q_EMIT menu.aboutToShow();
    for (QAction* action : menu.actions()) {
        if (action->text() == text) return action->trigger();
    }
    QFAIL(qPrintable(text));
}

}  // namespace

class TestLoupe : public QObject {
    Q_OBJECT

  private slots:
    void showsTheWordsOfTheDescriptionAndTheHeatOfAll() {
        LoupeParts loupe;
        loupe.openRead();
        QStringList words;
        for (const WordChip* chip : loupe.loupe().chips().chips()) words << chip->text();
        QCOMPARE(words, (QStringList{"Whole sentence", "the", "girl", "in", "a", "green", "coat"}));
        QVERIFY(loupe.loupe().chips().chips().first()->isChecked());
        QVERIFY(loupe.mostHeat() > 0);
    }

    void noWordIsCut() {
        LoupeParts loupe;
        loupe.openRead();
        for (const WordChip* chip : loupe.loupe().chips().chips()) {
            const double needed = QFontMetricsF(chip->font()).horizontalAdvance(chip->text());
            QVERIFY2(chip->sizeHint().width() >= needed + 20, qPrintable(chip->text()));
            QVERIFY2(chip->width() >= chip->sizeHint().width(), qPrintable(chip->text()));
        }
    }

    void aWordUnderThePointerIsShownUntilItIsLeft() {
        LoupeParts loupe;
        loupe.openRead();
        loupe.hover(loupe.chip(kGreen));
        QCOMPARE(loupe.pane().word(), QString("green"));
        // Into the next before out of the last.
        loupe.hover(loupe.chip(kCoat));
        loupe.leave(loupe.chip(kGreen));
        QCOMPARE(loupe.pane().word(), QString("coat"));
        loupe.leave(loupe.chip(kCoat));
        QCOMPARE(loupe.pane().word(), QString());
        QVERIFY(loupe.pane().map() != nullptr);
    }

    void aClickPinsAndAnotherUnpins() {
        LoupeParts loupe;
        loupe.openRead();
        QTest::mouseClick(&loupe.chip(kCoat), Qt::LeftButton);
        loupe.leave(loupe.chip(kCoat));
        QCOMPARE(loupe.pane().word(), QString("coat"));
        QVERIFY(loupe.chip(kCoat).isChecked());
        QTest::mouseClick(&loupe.chip(kCoat), Qt::LeftButton);
        loupe.leave(loupe.chip(kCoat));
        QCOMPARE(loupe.pane().word(), QString());
        QVERIFY(!loupe.chip(kCoat).isChecked());
    }

    void theKeyboardShowsPinsAndKeepsThePinAtTheNextCandidate() {
        LoupeParts loupe;
        loupe.openRead();
        const ItemId first = loupe.selected();
        loupe.chip(kGreen).setFocus(Qt::TabFocusReason);
        QCOMPARE(loupe.pane().word(), QString("green"));
        loupe.press(Qt::Key_Return);
        loupe.press(Qt::Key_Right);
        QCOMPARE(loupe.pane().word(), QString("coat"));
        loupe.pane().picture().setFocus();
        QCOMPARE(loupe.pane().word(), QString("green"));
        loupe.press(Qt::Key_J);
        QVERIFY(loupe.selected() != first);
        QVERIFY(loupe.loupe().isVisible());
        QTRY_VERIFY(loupe.isRead());
        QCOMPARE(loupe.pane().word(), QString("green"));
        QVERIFY(loupe.chip(kGreen).isChecked());
        loupe.press(Qt::Key_K);
        QVERIFY(loupe.selected() == first);
    }

    void theTabKeyGoesFromThePictureThroughTheWordsToTheControls() {
        LoupeParts loupe;
        loupe.openRead();
        QStringList order;
        for (const QWidget* stop : tabStops(loupe.loupe())) order << stop->objectName();
        const QStringList way{"panePicture",
                              "sentence",
                              "word0",
                              "word1",
                              "word2",
                              "word3",
                              "word4",
                              "word5",
                              "heat"};
        QCOMPARE(order.mid(order.indexOf(way.first()), way.size()), way);
    }

    void arrowsStepWhileThePictureIsWholeAndMoveItWhenItIsNot() {
        LoupeParts loupe;
        loupe.openRead();
        loupe.press(Qt::Key_Right);
        QCOMPARE(loupe.parts.view().currentIndex().row(), 1);
        QTRY_VERIFY(!loupe.pane().picture().image().isNull());
        for (int i = 0; i < 8; ++i) loupe.press(Qt::Key_Plus);
        const Zoom zoom = loupe.pane().picture().zoom();
        QVERIFY(zoom.factor > 4);
        loupe.press(Qt::Key_Right);
        QCOMPARE(loupe.parts.view().currentIndex().row(), 1);
        QVERIFY(loupe.pane().picture().zoom().centre.x() > zoom.centre.x());
        // Not beyond the edge, however often.
        for (int i = 0; i < 400; ++i) loupe.press(Qt::Key_Right);
        QVERIFY(loupe.pane().picture().zoom().centre.x() < 1);
        loupe.press(Qt::Key_0);
        QCOMPARE(loupe.pane().picture().zoom().factor, 1.0);
        loupe.press(Qt::Key_Minus);
        QCOMPARE(loupe.pane().picture().zoom().factor, 1.0);
    }

    void theWheelKeepsThePlaceUnderThePointer() {
        LoupeParts loupe;
        loupe.openRead();
        ZoomView& picture = loupe.pane().picture();
        QSignalSpy zoomed(&picture, &ZoomView::zoomChanged);
        const QPointF point(picture.width() / 2.0, picture.height() / 2.0);
        for (int i = 0; i < 6; ++i) {
            QWheelEvent wheel(point,
                              picture.mapToGlobal(point),
                              {},
                              {0, 120},
                              Qt::NoButton,
                              Qt::NoModifier,
                              Qt::NoScrollPhase,
                              false);
            QApplication::sendEvent(&picture, &wheel);
        }
        QCOMPARE(zoomed.count(), 6);
        QVERIFY(std::abs(picture.zoom().centre.x() - 0.5) < 0.01);
        QVERIFY(picture.zoom().factor > 3);
        QTest::mousePress(&picture, Qt::LeftButton, Qt::NoModifier, point.toPoint());
        QMouseEvent move(QEvent::MouseMove,
                         point + QPointF(40, 0),
                         picture.mapToGlobal(point + QPointF(40, 0)),
                         Qt::LeftButton,
                         Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(&picture, &move);
        QVERIFY(picture.zoom().centre.x() < 0.5);
    }

    void aWordWithoutEvidenceHasAnEmptyBarAndLeavesThePictureAsItIs() {
        LoupeParts loupe;
        loupe.parts.openBundle();
        loupe.model->worthless = {loupe.idOf("green")};
        loupe.openRead();
        QVERIFY(!loupe.chip(kGreen).isSupported());
        QVERIFY(loupe.chip(kCoat).isSupported());
        QVERIFY(loupe.chip(kGreen).toolTip().contains("No evidence"));
        QVERIFY(loupe.chip(kCoat).toolTip().contains("Evidence 1.00"));
        const QColor accent = loupe.parts.theme.colours().accent;
        QCOMPARE(pixelsOf(loupe.chip(kGreen), accent), 0);
        QVERIFY(pixelsOf(loupe.chip(kCoat), accent) > 20);
        loupe.loupe().chips().pin(kGreen);
        QCOMPARE(loupe.mostHeat(), 0);
        QVERIFY(loupe.state().contains("green"));
        QVERIFY(loupe.state().contains("no evidence"));
    }

    void aWordWithLittleEvidenceSaysWhyItsHeatIsFaint() {
        LoupeParts loupe;
        loupe.parts.openBundle();
        loupe.model->slight = {loupe.idOf("green")};
        loupe.openRead();
        loupe.loupe().chips().pin(kGreen);
        QVERIFY2(loupe.state().contains("green") && loupe.state().contains("faint"),
                 qPrintable(loupe.state()));
        loupe.loupe().chips().pin(kCoat);
        QVERIFY(!loupe.state().contains("faint"));
    }

    void aZeroMapIsSaid() {
        LoupeParts loupe;
        loupe.parts.openBundle();
        loupe.model->cold = {loupe.idOf("coat")};
        loupe.openRead();
        QVERIFY(loupe.mostHeat() > 0);
        loupe.loupe().chips().pin(kCoat);
        QCOMPARE(loupe.mostHeat(), 0);
        QVERIFY2(loupe.state().contains("No heat at layer"), qPrintable(loupe.state()));
    }

    void aDoubtedWordIsUnderlinedAndSaysHowFar() {
        LoupeParts loupe;
        loupe.parts.openBundle();
        loupe.model->doubted = {loupe.idOf("green")};
        loupe.openRead();
        QVERIFY(loupe.chip(kGreen).isDoubted());
        QVERIFY(loupe.chip(kGreen).toolTip().contains("doubts this word here (0.88 of 1)"));
        QVERIFY(loupe.chip(kGreen).accessibleName().contains("doubted"));
        QVERIFY(!loupe.chip(kCoat).isDoubted());
        const QColor wave = loupe.parts.theme.colours().contradicted;
        QVERIFY(pixelsOf(loupe.chip(kGreen), wave) > 5);
        QCOMPARE(pixelsOf(loupe.chip(kCoat), wave), 0);
    }

    void keysFadeStrengthenAndHideTheHeat() {
        LoupeParts loupe;
        loupe.openRead();
        auto* slider = loupe.inside<QSlider>("loupe", "heatOpacity");
        const int before = loupe.mostHeat();
        const int shown = slider->value();
        loupe.press(Qt::Key_BracketLeft);
        QVERIFY(loupe.mostHeat() < before);
        QCOMPARE(slider->value(), shown - 10);
        loupe.press(Qt::Key_BracketRight);
        QCOMPARE(loupe.mostHeat(), before);
        for (int i = 0; i < 20; ++i) loupe.press(Qt::Key_BracketRight);
        QCOMPARE(slider->value(), 100);
        loupe.press(Qt::Key_H);
        QVERIFY(loupe.pane().picture().heat().isNull());
        QVERIFY(!loupe.inside<QPushButton>("loupe", "heat")->isChecked());
        loupe.press(Qt::Key_H);
        QVERIFY(!loupe.pane().picture().heat().isNull());
        const QVariantMap state = loupe.parts.workspace.saveState();
        slider->setValue(0);
        loupe.parts.workspace.restoreState(state);
        QCOMPARE(slider->value(), 100);
    }

    void whatIsReadForOnePictureIsNotShownForAnother() {
        LoupeParts loupe;
        loupe.openSearched();
        loupe.model->holdsExplanations = true;
        loupe.openLoupe();
        QTRY_COMPARE(loupe.model->numBegun.load(), 1);
        QVERIFY(loupe.state().contains("reading"));
        loupe.model->holdsExplanations = false;
        loupe.press(Qt::Key_J);
        QTRY_VERIFY(loupe.isRead());
        QCOMPARE(loupe.model->numExplained.load(), 1);
        QVERIFY(loupe.pane().details()->item.id == loupe.selected());
        // The first was stopped, so it is read now; the second is still known.
        loupe.press(Qt::Key_K);
        QTRY_VERIFY(loupe.isRead());
        QCOMPARE(loupe.model->numExplained.load(), 2);
        loupe.press(Qt::Key_J);
        QTRY_VERIFY(loupe.isRead());
        QCOMPARE(loupe.model->numExplained.load(), 2);
    }

    void aSearchGoesBeforeAnExplanation() {
        LoupeParts loupe;
        loupe.openSearched();
        loupe.model->holdsExplanations = true;
        loupe.openLoupe();
        QTRY_COMPARE(loupe.model->numBegun.load(), 1);
        loupe.parts.searchFor("a boy");
        QCOMPARE(loupe.parts.results().rowCount(), kNumItems);
        QVERIFY(!loupe.loupe().isVisible());
        QCOMPARE(loupe.model->numExplained.load(), 0);
    }

    void leavingTheLoupeStopsReading() {
        LoupeParts loupe;
        loupe.openSearched();
        loupe.model->holdsExplanations = true;
        loupe.openLoupe();
        QTRY_COMPARE(loupe.model->numBegun.load(), 1);
        loupe.press(Qt::Key_Escape);
        QVERIFY(!loupe.loupe().isVisible());
        QVERIFY(loupe.parts.view().hasFocus());
        loupe.model->holdsExplanations = false;
        loupe.press(Qt::Key_E);
        QTRY_VERIFY(loupe.isRead());
        loupe.press(Qt::Key_G);
        QVERIFY(!loupe.loupe().isVisible());
    }

    void withoutADescriptionItSaysWhatIsMissing() {
        LoupeParts loupe;
        loupe.parts.openIndexed();
        loupe.parts.view().setFocus();
        loupe.openLoupe();
        QVERIFY(loupe.state().contains("Describe a person"));
        QVERIFY(!loupe.loupe().chips().isVisible());
        QTRY_VERIFY(!loupe.pane().picture().image().isNull());
        QVERIFY(!loupe.inside<QPushButton>("loupe", "saveHeat")->isEnabled());
        loupe.press(Qt::Key_Escape);
        QSignalSpy finished(&loupe.parts.workspace.controller(), &SearchController::finished);
        loupe.press(Qt::Key_F);
        QTRY_COMPARE(finished.count(), 1);
        loupe.parts.view().setFocus();
        loupe.openLoupe();
        QVERIFY(loupe.state().contains("not by words"));
    }

    void withoutAModelItSaysSo() {
        LoupeParts loupe;
        loupe.parts.makeIndexed({});
        loupe.parts.openGallery();
        loupe.parts.view().setFocus();
        loupe.openLoupe();
        QVERIFY(loupe.state().contains("No model is open"));
        QCOMPARE(loupe.model->numBegun.load(), 0);
    }

    void withNothingToShowItStaysClosed() {
        LoupeParts loupe;
        loupe.press(Qt::Key_E);
        loupe.press(Qt::Key_H);
        loupe.press(Qt::Key_C);
        QVERIFY(!loupe.loupe().isVisible());
    }

    void aMissingFileAndABrokenOneAreSaid() {
        LoupeParts loupe;
        loupe.parts.openIndexed();
        std::filesystem::remove(loupe.parts.folder / "hall" / "picture0.bmp");
        std::ofstream(loupe.parts.folder / "hall" / "picture1.bmp") << "BM, but broken";
        loupe.parts.searchFor(kQuery);
        loupe.parts.view().setFocus();
        const auto show = [&](int picture) {
            for (int row = 0; row < kNumItems; ++row) {
                const QModelIndex index = loupe.parts.results().index(row);
                if (loupe.parts.results().itemAt(index) == ItemId{picture + 1}) {
                    loupe.parts.view().setCurrentIndex(index);
                }
            }
        };
        show(0);
        loupe.openLoupe();
        QTRY_VERIFY2(loupe.state().contains("missing"), qPrintable(loupe.state()));
        QCOMPARE(loupe.model->numBegun.load(), 0);
        show(1);
        QTRY_COMPARE(loupe.pane().reading().state, Reading::State::Failed);
        QTRY_VERIFY2(loupe.state().contains("picture1.bmp"), qPrintable(loupe.state()));
        show(2);
        QTRY_VERIFY(loupe.isRead());
    }

    void outOfMemoryIsSaidAndTriedAgain() {
        LoupeParts loupe;
        loupe.openSearched();
        const auto isShort = std::make_shared<std::atomic<bool>>(true);
        loupe.model->onExplain = [isShort] {
            if (*isShort) fail(ErrorCode::OutOfMemory, "no memory for 3 GB");
        };
        loupe.openLoupe();
        QTRY_COMPARE(loupe.pane().reading().state, Reading::State::Failed);
        QVERIFY(loupe.state().contains("Memory ran out"));
        auto* retry = loupe.inside<QPushButton>("loupe", "retryHeat");
        QVERIFY(retry->isVisible());
        *isShort = false;
        retry->click();
        QTRY_VERIFY(loupe.isRead());
        QVERIFY(!retry->isVisible());
    }

    void anotherModelWhileReadingEndsIt() {
        LoupeParts loupe;
        loupe.openSearched();
        loupe.model->holdsExplanations = true;
        loupe.openLoupe();
        QTRY_COMPARE(loupe.model->numBegun.load(), 1);
        const auto before = loupe.parts.workspace.controller().source();
        loupe.parts.workbench.openBundle(makeBundle(loupe.parts.folder, "other"));
        QTRY_VERIFY(loupe.parts.workspace.controller().source() != before);
        QVERIFY(!loupe.loupe().isVisible());
        loupe.model->holdsExplanations = false;
        QTRY_VERIFY(!loupe.parts.workspace.controller().isRunning());
        QTRY_COMPARE(loupe.parts.results().rowCount(), kNumItems);
        loupe.parts.view().setFocus();
        loupe.openLoupe();
        QTRY_VERIFY(loupe.isRead());
    }

    void layersAndKindsAreTheModels() {
        LoupeParts loupe;
        loupe.openRead();
        QMenu* menu = loupe.inside<QToolButton>("loupe", "maps")->menu();
        Q_EMIT menu->aboutToShow();
        QStringList texts;
        for (const QAction* action : menu->actions()) texts << action->text();
        QCOMPARE(texts.first(), QString("focus of the rollout"));
        QVERIFY(menu->actions().first()->isChecked());
        QVERIFY(texts.contains("Usual layer (5)"));
        QVERIFY(texts.contains("Layer 3"));
        QVERIFY(texts.contains("Layer 5"));
        QVERIFY(!texts.contains("Layer 6"));
        choose(*menu, "Layer 3");
        QTRY_VERIFY(loupe.isRead() && loupe.pane().reading().explanation->explanation.layer == 3);
        choose(*menu, "attention alone");
        QTRY_VERIFY(loupe.isRead() &&
                    loupe.pane().reading().explanation->variant == MapVariant::Raw);
    }

    void gradientHasAUsualLayerAndAMeaningOfItsOwn() {
        LoupeParts loupe;
        loupe.openRead();
        QCOMPARE(loupe.pane().reading().explanation->explanation.layer, std::int64_t{5});
        auto* note = loupe.inside<QLabel>("loupe", "heatNote");
        QVERIFY(note->text().startsWith("Warm places are where the model looked"));
        QMenu* menu = loupe.inside<QToolButton>("loupe", "maps")->menu();
        choose(*menu, "gradient (Grad-CAM)");
        QTRY_VERIFY(loupe.isRead() &&
                    loupe.pane().reading().explanation->variant == MapVariant::Gradient);
        QCOMPARE(loupe.pane().reading().explanation->explanation.layer, std::int64_t{4});
        QVERIFY(note->text().startsWith("Warm places raised the match logit"));
        Q_EMIT menu->aboutToShow();
        QStringList texts;
        for (const QAction* action : menu->actions()) texts << action->text();
        QVERIFY(texts.contains("Usual layer (4)"));
    }

    void theUsualHeatComesBackWithTheUsualState() {
        HeatLook look;
        look.setRequest({3, MapVariant::Raw});
        look.restoreState({});
        QVERIFY(!look.request().layer);
        QVERIFY(look.request().variant == MapRequest{}.variant);
    }

    void aMapIsSavedWithItsOrigin() {
        LoupeParts loupe;
        loupe.openRead();
        loupe.loupe().chips().pin(kCoat);
        const auto target = loupe.parts.folder / "coat.png";
        loupe.parts.prompts.path = target;
        loupe.inside<QPushButton>("loupe", "saveHeat")->click();
        QCOMPARE(loupe.parts.prompts.last.kind, PathQuestion::Kind::Save);
        QVERIFY(loupe.parts.prompts.last.suggested.endsWith("coat.png"));
        QTRY_COMPARE(loupe.parts.raised.size(), std::size_t{1});
        const QImage saved(qtPath(target));
        QVERIFY(saved.width() > 400 && saved.height() > 100);
        QCOMPARE(saved.text("Description"), kQuery);
        QCOMPARE(saved.text("Word"), QString("coat"));
        QCOMPARE(saved.text("Item"), QString::number(loupe.selected().value));
        QCOMPARE(saved.text("Gallery"), toQString(loupe.parts.workbench.gallery()->id));
        QCOMPARE(saved.text("Model"),
                 toQString(loupe.parts.workbench.bundle()->bundle->fingerprint()));
        QVERIFY(saved.text("Scale").startsWith("linear, 0 to "));
        QVERIFY(saved.text("SHA-256").size() == 64);
        // The picture is in it, under heat: its pixels are not of paper.
        QVERIFY(qGray(saved.pixel(saved.width() / 2, 60)) < 250);
    }

    void aFileThatCannotBeWrittenIsSaid() {
        LoupeParts loupe;
        loupe.openRead();
        loupe.parts.prompts.path = loupe.parts.folder / "no such folder" / "coat.png";
        loupe.inside<QPushButton>("loupe", "saveHeat")->click();
        QTRY_COMPARE(loupe.parts.raised.size(), std::size_t{1});
        QVERIFY(loupe.parts.raised[0].severity == Message::Severity::Problem);
        QVERIFY(loupe.parts.raised[0].details.contains("no such folder"));
    }

    void theMapIsCopied() {
        LoupeParts loupe;
        loupe.openRead();
        QGuiApplication::clipboard()->clear();
        loupe.inside<QPushButton>("loupe", "copyHeat")->click();
        QTRY_VERIFY(!QGuiApplication::clipboard()->image().isNull());
    }

    void saysWhatAHeatMapIsAndIsNot() {
        LoupeParts loupe;
        loupe.openRead();
        auto* note = loupe.inside<QLabel>("loupe", "heatNote");
        QVERIFY(!note->isVisible());
        loupe.inside<QToolButton>("loupe", "heatMeaning")->click();
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains("not what is true"));
    }
};

DESCRY_UI_TEST_MAIN(TestLoupe)
#include "tst_loupe.moc"
