#include "ui/training/run_facts.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <cmath>
#include <nlohmann/json.hpp>

#include "ui/common/colours.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/training/dataset_facts.h"
#include "ui/training/train_form.h"

namespace descry {
namespace {

constexpr int kNameWidth = 104;

/// A setting as it is written in the file; what is not there is the published value.
QString setting(const nlohmann::json& settings, std::initializer_list<const char*> keys) {
    const nlohmann::json* value = &settings;
    for (const char* key : keys) {
        const auto found = value->is_object() ? value->find(key) : value->end();
        if (!value->is_object() || found == value->end()) return RunFacts::tr("as published");
        value = &*found;
    }
    if (value->is_boolean()) return value->get<bool>() ? RunFacts::tr("yes") : RunFacts::tr("no");
    if (value->is_string()) return toQString(value->get<std::string>());
    if (value->is_number()) return QString::number(value->get<double>(), 'g', 6);
    return value->is_null() ? RunFacts::tr("as published") : toQString(value->dump());
}

QString lengthOf(const nlohmann::json& settings) {
    const nlohmann::json schedule = settings.value("schedular", nlohmann::json::object());
    if (!schedule.is_object()) return {};
    const nlohmann::json steps = schedule.value("steps", nlohmann::json(0));
    if (steps.is_number() && steps.get<double>() > 0) {
        return RunFacts::tr("%1 steps").arg(groupedNumber(std::llround(steps.get<double>())));
    }
    const nlohmann::json epochs = schedule.value("epochs", nlohmann::json(30));
    return epochs.is_number()
               ? RunFacts::tr("%1 epochs").arg(groupedNumber(std::llround(epochs.get<double>())))
               : QString();
}

QString lossesOf(const nlohmann::json& settings) {
    static const std::pair<const char*, const char*> kLosses[] = {
        {"cl", "CL"}, {"pitm", "P-ITM"}, {"prd", "PRD"}, {"mlm", "MLM"}, {"mrtd", "MRTD"}};
    const nlohmann::json weights = settings.value("loss_weights", nlohmann::json::object());
    if (!weights.is_object() || weights.empty()) return RunFacts::tr("as published");
    QStringList parts;
    for (const auto& [key, name] : kLosses) {
        const auto found = weights.find(key);
        if (found == weights.end() || !found->is_number()) continue;
        parts << QStringLiteral("%1\u00a0%2").arg(QLatin1String(name)).arg(found->get<double>());
    }
    return parts.join(QStringLiteral(", "));
}

QString startOf(const RunRecord& run) {
    const QString name = shownPath(run.startPath.filename());
    if (run.startKind == "new") return RunFacts::tr("nothing (%1)").arg(name);
    return name;
}

}  // namespace

RunFacts::RunFacts(QWidget* parent) : QWidget(parent) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(kSpaceM);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Settings of the run"));
    m_body = new QWidget(scroll);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, kSpaceS, 0);
    column->addStretch(1);
    scroll->setWidget(m_body);
    scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    whole->addWidget(scroll, 1);
    auto* folder = pushButton(tr("Show the folder"), this);
    folder->setObjectName(QStringLiteral("showRunFolder"));
    connect(folder, &QPushButton::clicked, this, &RunFacts::openFolderRequested);
    whole->addWidget(folder, 0, Qt::AlignLeft);
}

void RunFacts::clear() {
    delete m_table;
    m_table = new QWidget(m_body);
    m_grid = new QGridLayout(m_table);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kSpaceS);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnMinimumWidth(0, kNameWidth);
    m_grid->setColumnStretch(1, 1);
    static_cast<QVBoxLayout*>(m_body->layout())->insertWidget(0, m_table);
}

void RunFacts::addHeading(const QString& text) {
    const int row = m_grid->rowCount();
    if (row > 1) m_grid->setRowMinimumHeight(row, kSpaceM);
    m_grid->addWidget(lookLabel(text, "heading", m_table), row + 1, 0, 1, 2);
}

void RunFacts::addFact(const QString& name, const QString& value, const QString& tip) {
    const int row = m_grid->rowCount();
    auto* label = lookLabel(name, "secondary", m_table);
    label->setWordWrap(true);
    m_grid->addWidget(label, row, 0, Qt::AlignTop);
    auto* text = wrappedLabel(value, m_table);
    text->setToolTip(tip);
    text->setAccessibleName(QStringLiteral("%1: %2").arg(name, value));
    m_grid->addWidget(text, row, 1, Qt::AlignTop);
}

void RunFacts::showRun(const ShownRun& run) {
    const RunRecord& record = run.record;
    // What was asked for never changes.
    if (m_shown == record.folder) return;
    m_shown = record.folder;
    clear();
    const auto settings = nlohmann::json::parse(record.settings);
    addHeading(tr("Run"));
    addFact(tr("Begun"), shownDate(record.begunAt));
    addFact(tr("Start"), startOf(record), shownPath(record.startPath));
    addFact(tr("Folder"), shownPath(record.folder.filename()), shownPath(record.folder));
    addHeading(tr("Data"));
    addFact(tr("Data set"), shownPath(record.dataset.filename()), shownPath(record.dataset));
    addFact(tr("Images"), shownPath(record.images.filename()), shownPath(record.images));
    addFact(fieldName(TrainField::HeldOut),
            record.heldOut ? splitTitle(*record.heldOut) : tr("none"),
            record.heldOut ? shownPath(record.heldOutDataset) : QString());
    addFact(fieldName(TrainField::Pairs),
            record.pairs ? shownPath(record.pairs->filename()) : tr("none"),
            record.pairs ? shownPath(*record.pairs) : QString());
    addHeading(tr("Settings"));
    addFact(fieldName(TrainField::Length), lengthOf(settings));
    addFact(fieldName(TrainField::Batch), setting(settings, {"batch_size_train"}));
    addFact(fieldName(TrainField::MicroBatch), setting(settings, {"micro_batch"}));
    addFact(fieldName(TrainField::Rate), setting(settings, {"optimizer", "lr"}));
    addFact(tr("Losses"), lossesOf(settings));
    addFact(tr("Distillation"), setting(settings, {"distillation"}));
    addFact(tr("bfloat16"), setting(settings, {"bf16"}));
    addFact(tr("Recompute activations"), setting(settings, {"recompute_activations"}));
    addFact(fieldName(TrainField::Seed), setting(settings, {"seed"}));
    addFact(tr("checkpoint.pth"), record.keepsCheckpoint ? tr("kept") : tr("not kept"));
}

}  // namespace descry
