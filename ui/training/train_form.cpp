#include "ui/training/train_form.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "ui/common/text.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::TrainForm)
};

using Json = nlohmann::json;

/// A number that a field must be.
struct NumberRule {
    TrainField field;
    double least;
    double most;
    bool isWhole;
};

constexpr double kMostSteps = 1e9;
constexpr double kMostMinutes = 60.0 * 24 * 365;
constexpr double kMostSeed = 9e15;

constexpr std::array<TrainField, kNumLosses> kWeightFields{TrainField::WeightContrastive,
                                                           TrainField::WeightMatching,
                                                           TrainField::WeightRelation,
                                                           TrainField::WeightMaskedLanguage,
                                                           TrainField::WeightReplacedToken};
constexpr std::array<const char*, kNumLosses> kWeightKeys{"cl", "pitm", "prd", "mlm", "mrtd"};

const QString& textOf(const TrainForm& form, TrainField field) {
    static const QString kNone;
    switch (field) {
        case TrainField::Length:
            return form.length;
        case TrainField::WarmUp:
            return form.warmUp;
        case TrainField::Batch:
            return form.batch;
        case TrainField::MicroBatch:
            return form.microBatch;
        case TrainField::Rate:
            return form.rate;
        case TrainField::HeadRate:
            return form.headRate;
        case TrainField::EvaluateEpochs:
            return form.evaluateEpochs;
        case TrainField::SnapshotMinutes:
            return form.snapshotMinutes;
        case TrainField::Seed:
            return form.seed;
        default:
            break;
    }
    for (std::size_t i = 0; i < kNumLosses; ++i) {
        if (kWeightFields[i] == field) return form.weights[i];
    }
    return kNone;
}

std::optional<double> numberOf(const QString& text) {
    bool isNumber = false;
    // A comma as people of many languages write it.
    const double number =
        QString(text.trimmed()).replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number)) return std::nullopt;
    return number;
}

double number(const TrainForm& form, TrainField field) {
    return numberOf(textOf(form, field)).value_or(0);
}

std::int64_t whole(const TrainForm& form, TrainField field) {
    return std::llround(number(form, field));
}

QString shownLimit(double value) {
    return value == std::round(value) && value < 1e9
               ? groupedNumber(static_cast<std::int64_t>(value))
               : QString::number(value, 'g', 4);
}

void checkNumber(const TrainForm& form, const NumberRule& rule, std::vector<FieldFault>& faults) {
    const QString name = fieldName(rule.field);
    const QString text = textOf(form, rule.field);
    const auto value = numberOf(text);
    if (text.trimmed().isEmpty()) {
        faults.push_back({rule.field, Words::tr("%1 is empty: give a number.").arg(name)});
    } else if (!value) {
        faults.push_back({rule.field, Words::tr("%1: “%2” is not a number.").arg(name, text)});
    } else if (rule.isWhole && *value != std::round(*value)) {
        faults.push_back({rule.field, Words::tr("%1 must be a whole number.").arg(name)});
    } else if (*value < rule.least || *value > rule.most) {
        faults.push_back({rule.field,
                          Words::tr("%1 must be between %2 and %3.")
                              .arg(name, shownLimit(rule.least), shownLimit(rule.most))});
    }
}

void checkPath(const QString& path,
               TrainField field,
               const QString& what,
               std::vector<FieldFault>& faults) {
    if (path.trimmed().isEmpty()) faults.push_back({field, what});
}

void checkPaths(const TrainForm& form, std::vector<FieldFault>& faults) {
    checkPath(form.dataset, TrainField::Dataset, Words::tr("Choose a data set file."), faults);
    checkPath(form.images, TrainField::Images, Words::tr("Choose the folder of images."), faults);
    const bool isBundle = form.startKind == TrainStart::Kind::Bundle;
    checkPath(form.start,
              TrainField::Start,
              isBundle ? Words::tr("Choose the model to start from.")
                       : Words::tr("Choose the file to start from."),
              faults);
    if (!isBundle) {
        checkPath(form.vocabulary,
                  TrainField::Vocabulary,
                  Words::tr("Choose the vocabulary (vocab.txt or tokenizer.model)."),
                  faults);
    }
    checkPath(form.out, TrainField::Out, Words::tr("Choose a folder for the run."), faults);
    if (form.heldOut == TrainForm::HeldOut::Unset) {
        faults.push_back({TrainField::HeldOut, Words::tr("Choose what the run is evaluated on.")});
    }
    if (form.usesPairs) {
        checkPath(form.pairs,
                  TrainField::Pairs,
                  Words::tr("Choose the file of verdicts, or leave verdicts out."),
                  faults);
    }
}

void checkTogether(const TrainForm& form, std::vector<FieldFault>& faults) {
    const bool hasLoss = std::any_of(kWeightFields.begin(), kWeightFields.end(), [&](auto field) {
        return number(form, field) > 0;
    });
    if (!hasLoss) {
        faults.push_back({TrainField::WeightContrastive,
                          Words::tr("All weights of losses are 0: nothing would be learned.")});
    }
    if (!form.isInEpochs && number(form, TrainField::WarmUp) > number(form, TrainField::Length)) {
        faults.push_back({TrainField::WarmUp, Words::tr("Warm-up is longer than the run.")});
    }
    if (number(form, TrainField::MicroBatch) > number(form, TrainField::Batch)) {
        faults.push_back(
            {TrainField::MicroBatch, Words::tr("Samples at once are more than the batch has.")});
    }
}

Json scheduleOf(const TrainForm& form) {
    const std::int64_t length = whole(form, TrainField::Length);
    const std::int64_t warmUp = whole(form, TrainField::WarmUp);
    const double rate = number(form, TrainField::Rate);
    // The rate rises to `rate` and falls to a tenth of it.
    Json schedule = {{"min_lr", rate / 10}, {"warmup_lr", rate / 10}};
    if (form.isInEpochs) {
        schedule.update({{"epochs", length}, {"warmup_epochs", warmUp}, {"steps", 0}});
        schedule["warmup_steps"] = 0;
    } else {
        schedule.update({{"steps", length}, {"warmup_steps", warmUp}});
    }
    return schedule;
}

Json settingsOf(const TrainForm& form) {
    Json weights = Json::object();
    for (std::size_t i = 0; i < kNumLosses; ++i) {
        weights[kWeightKeys[i]] = number(form, kWeightFields[i]);
    }
    Json settings = {{"seed", whole(form, TrainField::Seed)},
                     {"batch_size_train", whole(form, TrainField::Batch)},
                     {"micro_batch", whole(form, TrainField::MicroBatch)},
                     {"loss_weights", weights},
                     {"distillation", form.distilsOverVocabulary ? "vocabulary" : "reference"},
                     {"bf16", form.isBfloat16},
                     {"recompute_activations", form.recomputesActivations},
                     {"evaluate_epochs", whole(form, TrainField::EvaluateEpochs)},
                     {"snapshot_minutes", number(form, TrainField::SnapshotMinutes)},
                     {"schedular", scheduleOf(form)},
                     {"optimizer",
                      {{"lr", number(form, TrainField::Rate)},
                       {"lr_custm", number(form, TrainField::HeadRate)}}}};
    if (form.startKind != TrainStart::Kind::New) {
        // How a model that starts from nothing is led in would hold back one that is trained.
        settings["loss_starts"] = {{"pitm", 0}, {"prd", 0}, {"mlm", 0}, {"mrtd", 0}};
        settings["negative_ramp_steps"] = 0;
    }
    return settings;
}

}  // namespace

TrainForm defaultTrainForm(const TrainDevice& device) {
    TrainForm form;
    // Published on a GPU; on a CPU an epoch takes hours, and a small batch less memory.
    form.length = device.isCuda ? QStringLiteral("30") : QStringLiteral("3");
    form.warmUp = QStringLiteral("1");
    form.batch = device.isCuda ? QStringLiteral("13") : QStringLiteral("4");
    form.microBatch = QStringLiteral("0");
    form.rate = QStringLiteral("1e-5");
    form.headRate = QStringLiteral("1e-4");
    form.weights = {QStringLiteral("0.5"),
                    QStringLiteral("1"),
                    QStringLiteral("0.5"),
                    QStringLiteral("1"),
                    QStringLiteral("0.5")};
    form.isBfloat16 = device.isFastInBfloat16;
    form.recomputesActivations = !device.isCuda;
    form.evaluateEpochs = QStringLiteral("1");
    form.snapshotMinutes = QStringLiteral("10");
    form.seed = QStringLiteral("0");
    return form;
}

TrainForm suitedTo(const TrainDevice& device, const TrainDevice& before, TrainForm form) {
    const TrainForm old = defaultTrainForm(before);
    const TrainForm suited = defaultTrainForm(device);
    const auto renew = [&](auto field) {
        if (form.*field == old.*field) form.*field = suited.*field;
    };
    renew(&TrainForm::length);
    renew(&TrainForm::batch);
    renew(&TrainForm::isBfloat16);
    renew(&TrainForm::recomputesActivations);
    return form;
}

std::vector<FieldFault> faultsOf(const TrainForm& form) {
    std::vector<FieldFault> faults;
    checkPaths(form, faults);
    for (const NumberRule& rule :
         {NumberRule{TrainField::Length, 1, kMostSteps, true},
          NumberRule{TrainField::WarmUp, 0, kMostSteps, true},
          NumberRule{TrainField::Batch, 1, 65536, true},
          NumberRule{TrainField::MicroBatch, 0, 65536, true},
          NumberRule{TrainField::Rate, 0, 10, false},
          NumberRule{TrainField::HeadRate, 0, 10, false},
          NumberRule{TrainField::EvaluateEpochs, 0, kMostSteps, true},
          NumberRule{TrainField::SnapshotMinutes, 1e-3, kMostMinutes, false},
          NumberRule{TrainField::Seed, 0, kMostSeed, true}}) {
        checkNumber(form, rule, faults);
    }
    for (const TrainField field : kWeightFields) {
        checkNumber(form, {field, 0, 1000, false}, faults);
    }
    if (faults.empty()) checkTogether(form, faults);
    std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) {
        return a.field < b.field;
    });
    return faults;
}

TrainRequest requestOf(const TrainForm& form, const DeviceRequest& device) {
    TrainRequest request;
    request.out = toPath(form.out);
    request.start.kind = form.startKind;
    request.start.path = toPath(form.start);
    if (form.startKind != TrainStart::Kind::Bundle) {
        request.start.vocabFile = toPath(form.vocabulary);
    }
    request.dataset = toPath(form.dataset);
    request.images = toPath(form.images);
    if (form.heldOut == TrainForm::HeldOut::Val) request.heldOut = Split::Val;
    if (form.heldOut == TrainForm::HeldOut::Test) request.heldOut = Split::Test;
    if (request.heldOut && !form.heldOutDataset.isEmpty()) {
        request.heldOutDataset = toPath(form.heldOutDataset);
    }
    if (form.usesPairs) request.pairs = toPath(form.pairs);
    request.settings = settingsOf(form);
    request.device = device;
    request.keepsCheckpoint = form.keepsCheckpoint;
    return request;
}

std::int64_t numStepsOf(const TrainForm& form, std::int64_t numPairs) {
    const std::int64_t length = whole(form, TrainField::Length);
    const std::int64_t batch = whole(form, TrainField::Batch);
    if (length <= 0 || batch <= 0) return 0;
    if (!form.isInEpochs) return length;
    return length * std::max<std::int64_t>(1, numPairs / batch);
}

}  // namespace descry
