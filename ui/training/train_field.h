#pragma once
/// The fields of a new run's form, so that a fault can be told where it belongs. Thread rule: pure
/// functions.

#include <QString>
#include <optional>

namespace descry {

/// What a fault is about; also the order in the form.
enum class TrainField {
    Dataset,
    Images,
    Start,
    Vocabulary,
    Out,
    HeldOut,
    HeldOutDataset,
    Length,
    WarmUp,
    Batch,
    MicroBatch,
    Rate,
    HeadRate,
    WeightContrastive,
    WeightMatching,
    WeightRelation,
    WeightMaskedLanguage,
    WeightReplacedToken,
    EvaluateEpochs,
    SnapshotMinutes,
    Pairs,
    Seed,
};

/// For people: "Learning rate".
QString fieldName(TrainField field);
/// The field that a message of core's about a setting is about, told by its key.
std::optional<TrainField> fieldOfSetting(const QString& message);

}  // namespace descry
