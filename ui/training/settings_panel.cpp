#include "ui/training/settings_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/common/text.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr std::array<TrainField, kNumLosses> kWeights{TrainField::WeightContrastive,
                                                      TrainField::WeightMatching,
                                                      TrainField::WeightRelation,
                                                      TrainField::WeightMaskedLanguage,
                                                      TrainField::WeightReplacedToken};

PathQuestion startQuestion(TrainStart::Kind kind) {
    switch (kind) {
        case TrainStart::Kind::Bundle:
            return {PathQuestion::Kind::Folder, SettingsPanel::tr("Model to start from"), {}};
        case TrainStart::Kind::Checkpoint:
            return {PathQuestion::Kind::File,
                    SettingsPanel::tr("Checkpoint to start from"),
                    SettingsPanel::tr("Model files (*.pth *.pt *.safetensors)")};
        case TrainStart::Kind::New:
            break;
    }
    return {PathQuestion::Kind::File,
            SettingsPanel::tr("Configuration of a new model"),
            SettingsPanel::tr("Configurations (*.json)")};
}

}  // namespace

SettingsPanel::SettingsPanel(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_context(context) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(kSpaceM);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget(scroll);
    m_rows = new FormRows(context, m_body);
    connect(m_rows, &FormRows::chosen, this, &SettingsPanel::shapeToChoices);
    connect(m_rows, &FormRows::changed, this, &SettingsPanel::changed);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, kSpaceM, 0);
    column->setSpacing(kSpaceL);
    addStart(column);
    addHeldOut(column);
    addLength(column);
    addBatch(column);
    addLosses(column);
    addKept(column);
    column->addStretch(1);
    scroll->setWidget(m_body);
    scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    whole->addWidget(scroll, 1);
    addFooter(whole);
    shapeToChoices();
}

void SettingsPanel::addStart(QVBoxLayout* column) {
    auto* grid = m_rows->section(column, tr("Start"));
    m_startKind = m_rows->choice(tr("Kind of start"),
                                 {tr("A model"), tr("A checkpoint"), tr("Nothing: a new model")});
    m_startKind->setObjectName(QStringLiteral("startKind"));
    m_rows->addNamed(grid, tr("From"), m_startKind);
    m_start = m_rows->path(TrainField::Start, startQuestion(TrainStart::Kind::Bundle));
    m_start->setObjectName(QStringLiteral("start"));
    m_rows->addBelow(grid, TrainField::Start, m_start, m_start->field());
    m_vocabulary = m_rows->path(TrainField::Vocabulary,
                                {PathQuestion::Kind::File,
                                 tr("Vocabulary"),
                                 tr("Vocabularies (vocab.txt *.txt tokenizer.model *.model)")});
    m_rows->addBelow(grid, TrainField::Vocabulary, m_vocabulary, m_vocabulary->field());
    m_out =
        m_rows->path(TrainField::Out, {PathQuestion::Kind::Folder, tr("Folder of the run"), {}});
    m_out->setObjectName(QStringLiteral("out"));
    m_out->field()->setToolTip(tr("Absent or empty; snapshots, models and measurements go here"));
    m_rows->addBelow(grid, TrainField::Out, m_out, m_out->field());
}

void SettingsPanel::addHeldOut(QVBoxLayout* column) {
    auto* grid = m_rows->section(column, tr("Evaluation"));
    m_heldOut = m_rows->choice(fieldName(TrainField::HeldOut),
                               {tr("Choose…"), tr("Validation"), tr("Test"), tr("None")});
    m_heldOut->setObjectName(QStringLiteral("heldOut"));
    m_heldOut->setToolTip(tr("Never learned from; the model that does best on it is kept"));
    m_rows->addBelow(grid, TrainField::HeldOut, m_heldOut, m_heldOut);
    m_heldOutNote = wrappedLabel({}, m_body);
    setLook(m_heldOutNote, "secondary");
    grid->addWidget(m_heldOutNote, grid->rowCount(), 0, 1, 2);
    m_heldOutDataset = m_rows->path(
        TrainField::HeldOutDataset,
        {PathQuestion::Kind::File, tr("File of the held-out split"), tr("Data sets (*.json)")});
    m_heldOutDataset->field()->setPlaceholderText(tr("the same file"));
    m_rows->addBelow(grid, TrainField::HeldOutDataset, m_heldOutDataset, m_heldOutDataset->field());
    m_rows->addRow(grid,
                   TrainField::EvaluateEpochs,
                   m_rows->number(TrainField::EvaluateEpochs, tr("Epochs; 0: only at the end")));
}

void SettingsPanel::addLength(QVBoxLayout* column) {
    auto* grid = m_rows->section(column, tr("Length and rate"));
    auto* both = new QWidget(m_body);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceXs);
    auto* length = m_rows->number(TrainField::Length, tr("Of the run and of its cosine"));
    row->addWidget(length, 1);
    m_unit = m_rows->choice(tr("Unit of the length"), {tr("epochs"), tr("steps")});
    m_unit->setObjectName(QStringLiteral("lengthUnit"));
    row->addWidget(m_unit, 2);
    m_rows->addBelow(grid, TrainField::Length, both, length);
    m_rows->addRow(
        grid,
        TrainField::WarmUp,
        m_rows->number(TrainField::WarmUp, tr("Epochs or steps in which the rate rises")));
    m_rows->addRow(grid, TrainField::Rate, m_rows->number(TrainField::Rate, tr("Published: 1e-5")));
    m_rows->addRow(grid,
                   TrainField::HeadRate,
                   m_rows->number(TrainField::HeadRate, tr("Of these two heads; published: 1e-4")));
}

void SettingsPanel::addBatch(QVBoxLayout* column) {
    auto* grid = m_rows->section(column, tr("Batch and memory"));
    m_rows->addRow(
        grid,
        TrainField::Batch,
        m_rows->number(TrainField::Batch, tr("Pairs of an image and a caption in a step")));
    m_rows->addRow(
        grid,
        TrainField::MicroBatch,
        m_rows->number(TrainField::MicroBatch,
                       tr("In memory at once; 0: the whole batch. Fewer take less memory, but "
                          "P-ITM draws its negatives from them alone")));
    m_bfloat16 =
        m_rows->checkBox(grid,
                         tr("Multiply in bfloat16"),
                         tr("Weights stay float32. Faster where the device is made for it"));
    m_recompute = m_rows->checkBox(grid,
                                   tr("Recompute activations"),
                                   tr("Less than half the memory, about a third more time"));
}

void SettingsPanel::addLosses(QVBoxLayout* column) {
    auto* grid = m_rows->section(column, tr("Losses and their weights"));
    auto* all = new QWidget(m_body);
    auto* weights = new QGridLayout(all);
    weights->setContentsMargins(0, 0, 0, 0);
    weights->setHorizontalSpacing(kSpaceXs);
    weights->setVerticalSpacing(2);
    int place = 0;
    for (const TrainField field : kWeights) {
        auto* edit = m_rows->number(field, tr("0 leaves this loss out"));
        edit->setAccessibleName(tr("Weight of %1").arg(fieldName(field)));
        auto* name = lookLabel(fieldName(field), "secondary", all);
        name->setBuddy(edit);
        weights->addWidget(name, 0, place);
        weights->addWidget(edit, 1, place++);
    }
    m_rows->addWide(grid, {kWeights.begin(), kWeights.end()}, all);
    m_distillation =
        m_rows->choice(tr("Distillation"), {tr("as published"), tr("over the vocabulary")});
    m_distillation->setToolTip(tr("What the momentum model's soft labels of MLM are held against"));
    m_rows->addNamed(grid, tr("Distillation"), m_distillation);
}

void SettingsPanel::addKept(QVBoxLayout* column) {
    auto* grid = m_rows->section(column, tr("Keeping"));
    m_rows->addRow(grid,
                   TrainField::SnapshotMinutes,
                   m_rows->number(TrainField::SnapshotMinutes,
                                  tr("Minutes; a killed run loses at most so much")));
    m_rows->addRow(grid, TrainField::Seed, m_rows->number(TrainField::Seed, tr("Of every draw")));
    m_checkpoint = m_rows->checkBox(
        grid, tr("Also keep checkpoint.pth"), tr("With it the published program can go on"));
    m_usesPairs =
        m_rows->checkBox(grid,
                         tr("Obey the verdicts of a review"),
                         tr("Rejected pairs are not learned, strong ones count as strong"));
    m_usesPairs->setObjectName(QStringLiteral("usesPairs"));
    m_pairs = m_rows->path(TrainField::Pairs,
                           {PathQuestion::Kind::File, tr("Verdicts"), tr("Verdicts (*.jsonl)")});
    m_rows->addBelow(grid, TrainField::Pairs, m_pairs, m_pairs->field());
}

void SettingsPanel::addFooter(QVBoxLayout* column) {
    m_forecast = wrappedLabel({}, this);
    m_forecast->setObjectName(QStringLiteral("forecast"));
    setLook(m_forecast, "secondary");
    column->addWidget(m_forecast);
    m_fault = wrappedLabel({}, this);
    m_fault->setObjectName(QStringLiteral("firstFault"));
    column->addWidget(m_fault);
    m_begin = pushButton(tr("Begin training"), this);
    m_begin->setObjectName(QStringLiteral("beginTraining"));
    setLook(m_begin, "primary");
    connect(m_begin, &QPushButton::clicked, this, &SettingsPanel::beginRequested);
    column->addWidget(m_begin);
}

/// What one choice makes pointless is not shown.
void SettingsPanel::shapeToChoices() {
    if (m_pairs == nullptr) return;
    const auto kind = form().startKind;
    m_start->setQuestion(startQuestion(kind));
    m_rows->setName(TrainField::Start,
                    kind == TrainStart::Kind::Bundle       ? tr("Model")
                    : kind == TrainStart::Kind::Checkpoint ? tr("Checkpoint")
                                                           : tr("Configuration"));
    m_rows->show(TrainField::Vocabulary, kind != TrainStart::Kind::Bundle);
    m_rows->show(TrainField::Pairs, m_usesPairs->isChecked());
    const auto heldOut = form().heldOut;
    const bool isEvaluated =
        heldOut == TrainForm::HeldOut::Val || heldOut == TrainForm::HeldOut::Test;
    m_rows->show(TrainField::HeldOutDataset, isEvaluated);
    m_rows->show(TrainField::EvaluateEpochs, isEvaluated);
    QString note;
    if (heldOut == TrainForm::HeldOut::Test) {
        note =
            tr("The best model is then chosen by the test split: figures on it are no longer "
               "those of a test.");
    } else if (heldOut == TrainForm::HeldOut::None) {
        note = tr("Nothing is measured; only the last model is kept.");
    }
    m_heldOutNote->setText(note);
    m_heldOutNote->setVisible(!note.isEmpty());
}

TrainForm SettingsPanel::form() const {
    static constexpr TrainStart::Kind kKinds[] = {
        TrainStart::Kind::Bundle, TrainStart::Kind::Checkpoint, TrainStart::Kind::New};
    const auto text = [&](TrainField field) { return m_rows->text(field); };
    TrainForm form;
    form.startKind = kKinds[std::max(0, m_startKind->currentIndex())];
    form.start = m_start->path();
    form.vocabulary = m_vocabulary->path();
    form.out = m_out->path();
    form.heldOut = static_cast<TrainForm::HeldOut>(std::max(0, m_heldOut->currentIndex()));
    form.heldOutDataset = m_heldOutDataset->path();
    form.isInEpochs = m_unit->currentIndex() == 0;
    form.length = text(TrainField::Length);
    form.warmUp = text(TrainField::WarmUp);
    form.batch = text(TrainField::Batch);
    form.microBatch = text(TrainField::MicroBatch);
    form.rate = text(TrainField::Rate);
    form.headRate = text(TrainField::HeadRate);
    for (std::size_t i = 0; i < kNumLosses; ++i) form.weights[i] = text(kWeights[i]);
    form.distilsOverVocabulary = m_distillation->currentIndex() == 1;
    form.isBfloat16 = m_bfloat16->isChecked();
    form.recomputesActivations = m_recompute->isChecked();
    form.evaluateEpochs = text(TrainField::EvaluateEpochs);
    form.snapshotMinutes = text(TrainField::SnapshotMinutes);
    form.keepsCheckpoint = m_checkpoint->isChecked();
    form.usesPairs = m_usesPairs->isChecked();
    form.pairs = m_pairs->path();
    form.seed = text(TrainField::Seed);
    return form;
}

void SettingsPanel::setForm(const TrainForm& form) {
    m_rows->setFilling(true);
    m_startKind->setCurrentIndex(form.startKind == TrainStart::Kind::Bundle       ? 0
                                 : form.startKind == TrainStart::Kind::Checkpoint ? 1
                                                                                  : 2);
    m_start->setPath(form.start);
    m_vocabulary->setPath(form.vocabulary);
    m_out->setPath(form.out);
    m_heldOut->setCurrentIndex(static_cast<int>(form.heldOut));
    m_heldOutDataset->setPath(form.heldOutDataset);
    m_unit->setCurrentIndex(form.isInEpochs ? 0 : 1);
    const std::pair<TrainField, QString> numbers[] = {
        {TrainField::Length, form.length},
        {TrainField::WarmUp, form.warmUp},
        {TrainField::Batch, form.batch},
        {TrainField::MicroBatch, form.microBatch},
        {TrainField::Rate, form.rate},
        {TrainField::HeadRate, form.headRate},
        {TrainField::EvaluateEpochs, form.evaluateEpochs},
        {TrainField::SnapshotMinutes, form.snapshotMinutes},
        {TrainField::Seed, form.seed}};
    for (const auto& [field, text] : numbers) m_rows->setText(field, text);
    for (std::size_t i = 0; i < kNumLosses; ++i) m_rows->setText(kWeights[i], form.weights[i]);
    m_distillation->setCurrentIndex(form.distilsOverVocabulary ? 1 : 0);
    m_bfloat16->setChecked(form.isBfloat16);
    m_recompute->setChecked(form.recomputesActivations);
    m_checkpoint->setChecked(form.keepsCheckpoint);
    m_usesPairs->setChecked(form.usesPairs);
    m_pairs->setPath(form.pairs);
    if (form.pairs.isEmpty()) m_ownPairs.clear();
    m_rows->setFilling(false);
    shapeToChoices();
    Q_EMIT changed();
}

void SettingsPanel::showFacts(const std::optional<DatasetFacts>& facts) {
    m_rows->setFilling(true);
    const std::pair<int, Split> splits[] = {{1, Split::Val}, {2, Split::Test}};
    for (const auto& [place, split] : splits) {
        const QString name = splitTitle(split);
        m_heldOut->setItemText(
            place,
            facts ? tr("%1 (%2)").arg(name, groupedNumber(facts->of(split).numImages)) : name);
    }
    // Verdicts that the user named stay; those of another data set go with it.
    const QString beside = facts && facts->pairs ? qtPath(*facts->pairs) : QString();
    if (facts && m_pairs->path() == m_ownPairs && beside != m_ownPairs) {
        m_ownPairs = beside;
        m_pairs->setPath(beside);
        m_usesPairs->setChecked(!beside.isEmpty());
    }
    m_rows->setFilling(false);
    shapeToChoices();
}

void SettingsPanel::showFaults(const std::vector<FieldFault>& faults) {
    m_rows->showFaults(faults);
    m_fault->setText(faults.empty() ? QString() : faults.front().message);
    m_fault->setVisible(!faults.empty());
    m_begin->setEnabled(faults.empty());
}

void SettingsPanel::showForecast(const QString& text) {
    m_forecast->setText(text);
    m_forecast->setVisible(!text.isEmpty());
}

void SettingsPanel::setBusy(bool isBusy) {
    m_body->setEnabled(!isBusy);
    m_begin->setEnabled(!isBusy);
    m_begin->setText(isBusy ? tr("Beginning…") : tr("Begin training"));
}

}  // namespace descry
