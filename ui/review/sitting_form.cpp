#include "ui/review/sitting_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QVBoxLayout>
#include <array>
#include <limits>
#include <utility>

#include "ui/common/text.h"
#include "ui/review/review_memory.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

/// A name is kept with every decision.
constexpr int kMaxNameLetters = 50;
constexpr int kAllSplits = -1;

constexpr std::array kOrders{QueueOrder::Suspicious,
                             QueueOrder::Random,
                             QueueOrder::ByPerson,
                             QueueOrder::Disagreements,
                             QueueOrder::Gold,
                             QueueOrder::Overlap};

QString orderMeaning(QueueOrder order) {
    switch (order) {
        case QueueOrder::Suspicious:
            return SittingForm::tr(
                "What the model doubts most, with pairs in random order among it");
        case QueueOrder::Random:
            return SittingForm::tr("Every pair as likely as any other");
        case QueueOrder::ByPerson:
            return SittingForm::tr("All pairs of a person, then the next one");
        case QueueOrder::Disagreements:
            return SittingForm::tr("What two annotators decided differently, for a third");
        case QueueOrder::Gold:
            return SittingForm::tr("Pairs whose verdict is known, to practise on");
        default:
            return SittingForm::tr("Pairs that two annotators decide both, to measure agreement");
    }
}

}  // namespace

SittingForm::SittingForm(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_context(context) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceXs);
    addDataset(column);
    column->addSpacing(kSpaceM);
    addSitting(column);
    addDraws(column);
    addKnown(column);
    setPlan({});
}

QWidget* SittingForm::addNamed(QVBoxLayout* column, const QString& name, QWidget* field) {
    auto* label = lookLabel(name, "secondary", this);
    label->setBuddy(field);
    field->setAccessibleName(name);
    column->addWidget(label);
    column->addWidget(field);
    column->addSpacing(kSpaceXs);
    return field;
}

/// As wide as there is room: the longest choice is wider than the panel.
QComboBox* SittingForm::makeChoice(const char* name) {
    auto* choice = new QComboBox(this);
    choice->setObjectName(QLatin1String(name));
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(8);
    return choice;
}

void SittingForm::addDataset(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceXs);
    auto* open = pushButton(tr("Open a data set…"), this);
    open->setObjectName(QStringLiteral("openDataset"));
    connect(open, &QPushButton::clicked, this, &SittingForm::askDataset);
    row->addWidget(open, 1);
    auto* recent = iconButton(m_context.theme.icon(QStringLiteral("chevron-down")),
                              tr("Open gallery and recent reviews"),
                              this);
    recent->setObjectName(QStringLiteral("recentReviews"));
    recent->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(recent);
    recent->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillRecent(*menu); });
    row->addWidget(recent);
    column->addLayout(row);
    column->addSpacing(kSpaceS);
    m_dataset = new ElidedLabel({}, this);
    m_dataset->setObjectName(QStringLiteral("datasetName"));
    setLook(m_dataset, "strong");
    column->addWidget(m_dataset);
    // A path is long and the panel narrow: its last part, on a button that asks for another.
    m_images = pushButton({}, this);
    m_images->setObjectName(QStringLiteral("imagesFolder"));
    addNamed(column, tr("Folder of images"), m_images);
    connect(m_images, &QPushButton::clicked, this, &SittingForm::askImages);
    m_split = makeChoice("split");
    m_split->addItem(tr("Training"), static_cast<int>(Split::Train));
    m_split->addItem(tr("Validation"), static_cast<int>(Split::Val));
    m_split->addItem(tr("Test"), static_cast<int>(Split::Test));
    m_split->addItem(tr("All"), kAllSplits);
    addNamed(column, tr("Split"), m_split);
    m_includesOwn = new QCheckBox(tr("Include own captions"), this);
    m_includesOwn->setObjectName(QStringLiteral("includesOwn"));
    m_includesOwn->setToolTip(tr("Images with captions that were written for them, too"));
    m_includesOwn->setAccessibleName(m_includesOwn->text());
    column->addWidget(m_includesOwn);
    connect(m_split, &QComboBox::currentIndexChanged, this, &SittingForm::change);
    connect(m_includesOwn, &QCheckBox::toggled, this, &SittingForm::change);
}

void SittingForm::addSitting(QVBoxLayout* column) {
    m_annotator = new QLineEdit(this);
    m_annotator->setObjectName(QStringLiteral("annotator"));
    m_annotator->setMaxLength(kMaxNameLetters);
    m_annotator->setPlaceholderText(tr("Your name"));
    addNamed(column, tr("Annotator"), m_annotator);
    m_order = makeChoice("order");
    addNamed(column, tr("Order"), m_order);
    m_isBlind = new QCheckBox(tr("Blind"), this);
    m_isBlind->setObjectName(QStringLiteral("blind"));
    m_isBlind->setToolTip(tr("Only the pictures and the caption are shown"));
    m_isBlind->setAccessibleName(m_isBlind->text());
    column->addWidget(m_isBlind);
    column->addSpacing(kSpaceXs);
    connect(m_annotator, &QLineEdit::editingFinished, this, &SittingForm::change);
    connect(m_order, &QComboBox::currentIndexChanged, this, &SittingForm::change);
    connect(m_isBlind, &QCheckBox::toggled, this, &SittingForm::change);
}

QSpinBox* SittingForm::addNumber(QVBoxLayout* column, const char* name, const QString& title) {
    auto* number = new QSpinBox(this);
    number->setObjectName(QLatin1String(name));
    number->setRange(1, std::numeric_limits<int>::max());
    number->setKeyboardTracking(false);
    addNamed(column, title, number);
    return number;
}

void SittingForm::addDraws(QVBoxLayout* column) {
    m_overlap = addNumber(column, "overlapSize", tr("Pairs of the overlap"));
    m_overlap->setToolTip(
        tr("How many pairs two annotators decide both. They are chosen when that order is first "
           "opened, and stay the same."));
    m_seed = addNumber(column, "seed", tr("Seed"));
    m_seed->setToolTip(tr("Of every draw: with the same number it is the same order"));
    // Of use when that order is opened; nothing is opened anew for it.
    connect(m_overlap, &QSpinBox::valueChanged, this, [this](int size) {
        if (!m_isShowing) m_plan.overlapSize = static_cast<std::size_t>(size);
    });
    connect(m_seed, &QSpinBox::valueChanged, this, &SittingForm::change);
}

void SittingForm::addKnown(QVBoxLayout* column) {
    m_known = makeChoice("knownPairs");
    addNamed(column, tr("Known pairs"), m_known);
    m_known->setToolTip(tr("Hidden among the others, to see how often they are decided right"));
    connect(m_known, &QComboBox::activated, this, &SittingForm::chooseKnown);
}

void SittingForm::fillRecent(QMenu& menu) {
    menu.clear();
    if (const auto& gallery = m_context.workbench.gallery()) {
        const QAction* const open =
            menu.addAction(tr("The open gallery, %1").arg(shownPath(gallery->file.stem())));
        connect(
            open, &QAction::triggered, this, [this, file = gallery->file] { openDataset(file); });
        menu.addSeparator();
    }
    for (const SittingPlan& recent : recentReviews(m_context.settings)) {
        const QString name =
            shownPath(recent.dataset.parent_path().filename() / recent.dataset.filename());
        QAction* const action = menu.addAction(name);
        connect(action, &QAction::triggered, this, [this, recent] {
            SittingPlan plan = m_plan;
            plan.dataset = recent.dataset;
            plan.images = recent.images;
            plan.pairs = recent.pairs;
            plan.gold.clear();
            setPlan(plan);
            Q_EMIT planChanged();
        });
    }
    if (menu.isEmpty()) menu.addAction(tr("None yet"))->setEnabled(false);
}

/// What tells something about a pair is not offered in blind mode.
void SittingForm::fillOrders() {
    m_order->clear();
    for (const QueueOrder order : kOrders) {
        if (m_plan.isBlind && !isFairOrder(order)) continue;
        m_order->addItem(orderTitle(order), static_cast<int>(order));
        m_order->setItemData(m_order->count() - 1, orderMeaning(order), Qt::ToolTipRole);
    }
    m_order->setCurrentIndex(m_order->findData(static_cast<int>(m_plan.order)));
}

void SittingForm::setPlan(const SittingPlan& plan) {
    m_plan = plan;
    m_isShowing = true;
    m_split->setCurrentIndex(
        m_split->findData(plan.pairs.split ? static_cast<int>(*plan.pairs.split) : kAllSplits));
    m_includesOwn->setChecked(plan.pairs.includeOwn);
    m_annotator->setText(toQString(plan.annotator));
    m_isBlind->setChecked(plan.isBlind);
    m_seed->setValue(static_cast<int>(plan.seed));
    m_overlap->setValue(static_cast<int>(plan.overlapSize));
    m_overlap->setEnabled(plan.order != QueueOrder::Overlap);
    fillOrders();
    showPaths();
    m_isShowing = false;
}

void SittingForm::setOverlapSize(std::size_t size) {
    m_isShowing = true;
    m_overlap->setValue(static_cast<int>(size));
    m_isShowing = false;
    m_plan.overlapSize = static_cast<std::size_t>(m_overlap->value());
}

void SittingForm::showPaths() {
    const bool isChosen = !m_plan.dataset.empty();
    m_dataset->setText(isChosen ? shownPath(m_plan.dataset.filename()) : tr("No data set"));
    m_dataset->setToolTip(isChosen ? shownPath(m_plan.dataset) : QString());
    const std::filesystem::path folder =
        m_plan.images.has_filename() ? m_plan.images : m_plan.images.parent_path();
    m_images->setText(folder.empty() ? tr("Beside the data set") : shownPath(folder.filename()));
    m_images->setToolTip(shownPath(m_plan.images));
    showKnown();
    for (QWidget* field : {static_cast<QWidget*>(m_images), static_cast<QWidget*>(m_split)}) {
        field->setEnabled(isChosen);
    }
}

/// Those that were adjudicated, the file that is chosen, and the way to another.
void SittingForm::showKnown() {
    m_known->clear();
    m_known->addItem(tr("Adjudicated ones"));
    if (!m_plan.gold.empty()) m_known->addItem(shownPath(m_plan.gold.filename()));
    m_known->setCurrentIndex(m_known->count() - 1);
    m_known->addItem(tr("From a file…"));
}

void SittingForm::chooseKnown(int index) {
    const bool asks = index == m_known->count() - 1;
    const bool isCleared = index == 0 && !m_plan.gold.empty();
    if (isCleared) m_plan.gold.clear();
    showKnown();
    if (isCleared) Q_EMIT planChanged();
    if (asks) askKnown();
}

void SittingForm::change() {
    if (m_isShowing) return;
    SittingPlan plan = m_plan;
    const int split = m_split->currentData().toInt();
    plan.pairs.split =
        split == kAllSplits ? std::nullopt : std::optional(static_cast<Split>(split));
    plan.pairs.includeOwn = m_includesOwn->isChecked();
    plan.annotator = toUtf8(m_annotator->text().simplified());
    plan.order = static_cast<QueueOrder>(m_order->currentData().toInt());
    plan.isBlind = m_isBlind->isChecked();
    plan.seed = static_cast<std::uint64_t>(m_seed->value());
    if (plan.isBlind && !isFairOrder(plan.order)) plan.order = QueueOrder::Random;
    const bool isSame = plan.pairs.split == m_plan.pairs.split &&
                        plan.pairs.includeOwn == m_plan.pairs.includeOwn &&
                        plan.annotator == m_plan.annotator && plan.order == m_plan.order &&
                        plan.isBlind == m_plan.isBlind && plan.seed == m_plan.seed;
    // Enter in a field, then leaving it, says the same twice.
    if (isSame) return;
    setPlan(plan);
    Q_EMIT planChanged();
}

void SittingForm::openDataset(const std::filesystem::path& file) {
    m_plan.dataset = file;
    m_plan.images.clear();
    m_plan.gold.clear();
    showPaths();
    Q_EMIT planChanged();
}

void SittingForm::askDataset() {
    const PathQuestion question{PathQuestion::Kind::File,
                                tr("Data set to review"),
                                tr("Data sets and galleries (*.json *.descry)")};
    m_context.prompts.askPath(
        *this, question, [this](const std::filesystem::path& file) { openDataset(file); });
}

void SittingForm::askImages() {
    const PathQuestion question{PathQuestion::Kind::Folder, tr("Images"), {}};
    m_context.prompts.askPath(*this, question, [this](const std::filesystem::path& folder) {
        m_plan.images = folder;
        showPaths();
        Q_EMIT planChanged();
    });
}

void SittingForm::askKnown() {
    const PathQuestion question{
        PathQuestion::Kind::File, tr("Known pairs"), tr("Verdicts (*.jsonl)")};
    m_context.prompts.askPath(*this, question, [this](const std::filesystem::path& file) {
        m_plan.gold = file;
        showKnown();
        Q_EMIT planChanged();
    });
}

void SittingForm::chooseOrder(QueueOrder order) {
    if (m_plan.order == order) return;
    m_plan.order = order;
    m_plan.isBlind = m_plan.isBlind && isFairOrder(order);
    setPlan(SittingPlan(m_plan));
    Q_EMIT planChanged();
}

void SittingForm::focusAnnotator() {
    m_annotator->setFocus();
    m_annotator->selectAll();
}

}  // namespace descry
