#pragma once
/// The settings of a new run as they are typed: defaults that suit a device, what is wrong with
/// them by field, and the request that they are. A plain struct, mapped once. Thread rule: values;
/// nothing here looks at the disk. Failure rule: faults are returned, never thrown.

#include <QString>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/training/train_job.h"
#include "ui/training/train_field.h"

namespace descry {

inline constexpr std::size_t kNumLosses = 5;  ///< CL, P-ITM, PRD, MLM, MRTD.

struct TrainForm {
    enum class HeldOut { Unset, Val, Test, None };

    QString dataset;
    QString images;
    TrainStart::Kind startKind = TrainStart::Kind::Bundle;
    QString start;
    QString vocabulary;  ///< Of a checkpoint or a new model.
    QString out;
    HeldOut heldOut = HeldOut::Unset;  ///< Chosen by the user; never the test split by itself.
    QString heldOutDataset;            ///< Empty: the same file.
    bool isInEpochs = true;            ///< Length and warm-up; else in steps.
    QString length;
    QString warmUp;
    QString batch;
    QString microBatch;
    QString rate;
    QString headRate;
    std::array<QString, kNumLosses> weights;
    bool distilsOverVocabulary = false;
    bool isBfloat16 = false;
    bool recomputesActivations = false;
    QString evaluateEpochs;
    QString snapshotMinutes;
    bool keepsCheckpoint = false;
    bool usesPairs = false;
    QString pairs;
    QString seed;

    bool operator==(const TrainForm&) const = default;
};

/// What the defaults depend on.
struct TrainDevice {
    bool isCuda = false;
    bool isFastInBfloat16 = false;

    bool operator==(const TrainDevice&) const = default;
};
TrainForm defaultTrainForm(const TrainDevice& device);
/// With the defaults of `device` in the place of those that it still has of `before`.
TrainForm suitedTo(const TrainDevice& device, const TrainDevice& before, TrainForm form);

struct FieldFault {
    TrainField field = TrainField::Dataset;
    QString message;  ///< A sentence that names the field.
};
/// What the form itself can tell; the rest is told by the trainer's forecast.
std::vector<FieldFault> faultsOf(const TrainForm& form);
/// Of a form without faults.
TrainRequest requestOf(const TrainForm& form, const DeviceRequest& device);
/// Steps in all, for so many pairs; 0 while the form has faults.
std::int64_t numStepsOf(const TrainForm& form, std::int64_t numPairs);

}  // namespace descry
