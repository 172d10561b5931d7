#include "ui/training/train_field.h"

#include <QCoreApplication>
#include <utility>
#include <vector>

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::TrainField)
};

}  // namespace

QString fieldName(TrainField field) {
    switch (field) {
        case TrainField::Dataset:
            return Words::tr("Data set");
        case TrainField::Images:
            return Words::tr("Images");
        case TrainField::Start:
            return Words::tr("Start");
        case TrainField::Vocabulary:
            return Words::tr("Vocabulary");
        case TrainField::Out:
            return Words::tr("Folder of the run");
        case TrainField::HeldOut:
            return Words::tr("Held-out split");
        case TrainField::HeldOutDataset:
            return Words::tr("Held-out file");
        case TrainField::Length:
            return Words::tr("Length");
        case TrainField::WarmUp:
            return Words::tr("Warm-up");
        case TrainField::Batch:
            return Words::tr("Batch");
        case TrainField::MicroBatch:
            return Words::tr("Samples at once");
        case TrainField::Rate:
            return Words::tr("Learning rate");
        case TrainField::HeadRate:
            return Words::tr("Rate of PRD and MRTD heads");
        case TrainField::WeightContrastive:
            return Words::tr("CL");
        case TrainField::WeightMatching:
            return Words::tr("P-ITM");
        case TrainField::WeightRelation:
            return Words::tr("PRD");
        case TrainField::WeightMaskedLanguage:
            return Words::tr("MLM");
        case TrainField::WeightReplacedToken:
            return Words::tr("MRTD");
        case TrainField::EvaluateEpochs:
            return Words::tr("Evaluate every");
        case TrainField::SnapshotMinutes:
            return Words::tr("Snapshot every");
        case TrainField::Pairs:
            return Words::tr("Verdicts");
        case TrainField::Seed:
            return Words::tr("Seed");
    }
    return {};
}

std::optional<TrainField> fieldOfSetting(const QString& message) {
    static const std::vector<std::pair<QString, TrainField>> kKeys{
        {QStringLiteral("optimizer.lr_custm"), TrainField::HeadRate},
        {QStringLiteral("optimizer.lr"), TrainField::Rate},
        {QStringLiteral("schedular.warmup"), TrainField::WarmUp},
        {QStringLiteral("schedular."), TrainField::Length},
        {QStringLiteral("micro_batch"), TrainField::MicroBatch},
        {QStringLiteral("batch_size_train"), TrainField::Batch},
        {QStringLiteral("evaluate_epochs"), TrainField::EvaluateEpochs},
        {QStringLiteral("snapshot_minutes"), TrainField::SnapshotMinutes},
        {QStringLiteral("seed"), TrainField::Seed}};
    if (message.contains(QStringLiteral("not an empty folder"))) return TrainField::Out;
    // A path may have one of these words in it.
    if (!message.startsWith(QStringLiteral("training settings:"))) return std::nullopt;
    for (const auto& [key, field] : kKeys) {
        if (message.contains(key)) return field;
    }
    return std::nullopt;
}

}  // namespace descry
