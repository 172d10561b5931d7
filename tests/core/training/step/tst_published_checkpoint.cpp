#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/json.h"
#include "core/model/nn/torch_headers.h"
#include "core/tensorfile/checkpoint.h"
#include "core/training/step/optimiser_checkpoint.h"
#include "core/training/step/published_checkpoint.h"
#include "tests/support/conformance_folder.h"

namespace descry::training {
namespace {

namespace fs = std::filesystem;

const fs::path kTiny = conformanceFolder() / "tiny";

std::string keyOf(const PickleNode& key) {
    if (const auto* text = std::get_if<std::string>(&key.value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&key.value)) return std::to_string(*whole);
    return "?";
}

/// Compares two checkpoints node by node; what differs is collected by path.
class TreeComparison {
  public:
    TreeComparison(const Checkpoint& ours, const Checkpoint& theirs)
        : m_ours(ours), m_theirs(theirs) {}

    void compare(const PickleNode& a, const PickleNode& b, const std::string& path) {
        if (a.value.index() != b.value.index()) return differ(path, "another kind of value");
        if (const auto* dict = std::get_if<PickleNode::Dict>(&a.value)) {
            return compareDicts(*dict, std::get<PickleNode::Dict>(b.value), path);
        }
        if (const auto* list = std::get_if<PickleNode::List>(&a.value)) {
            return compareItems(list->items, std::get<PickleNode::List>(b.value).items, path);
        }
        if (const auto* tuple = std::get_if<PickleNode::Tuple>(&a.value)) {
            return compareItems(tuple->items, std::get<PickleNode::Tuple>(b.value).items, path);
        }
        if (const auto* tensor = std::get_if<PickleNode::Tensor>(&a.value)) {
            return compareTensors(tensor->entry, std::get<PickleNode::Tensor>(b.value).entry, path);
        }
        if (!path.starts_with("/config") && !isSameScalar(a, b)) differ(path, "another value");
    }

    const std::string& differences() const { return m_differences; }
    int numTensors() const { return m_numTensors; }

  private:
    void differ(const std::string& path, const char* what) {
        m_differences += path + ": " + what + "\n";
    }
    static bool isSameScalar(const PickleNode& a, const PickleNode& b) {
        if (const auto* x = std::get_if<double>(&a.value)) {
            return std::abs(*x - std::get<double>(b.value)) < 1e-18;
        }
        if (const auto* x = std::get_if<std::int64_t>(&a.value)) {
            return *x == std::get<std::int64_t>(b.value);
        }
        if (const auto* x = std::get_if<std::string>(&a.value)) {
            return *x == std::get<std::string>(b.value);
        }
        if (const auto* x = std::get_if<bool>(&a.value)) return *x == std::get<bool>(b.value);
        return true;
    }
    void compareDicts(const PickleNode::Dict& a,
                      const PickleNode::Dict& b,
                      const std::string& path) {
        std::map<std::string, const PickleNode*> theirs;
        for (const auto& item : b.items) theirs[keyOf(item.key)] = &item.value;
        std::set<std::string> seen;
        for (const auto& item : a.items) {
            const std::string key = keyOf(item.key);
            seen.insert(key);
            const auto found = theirs.find(key);
            if (found == theirs.end()) {
                differ(path + "/" + key, "not in the published layout");
            } else {
                compare(item.value, *found->second, path + "/" + key);
            }
        }
        for (const auto& [key, value] : theirs) {
            if (!seen.contains(key)) differ(path + "/" + key, "missing");
        }
    }
    void compareItems(const std::vector<PickleNode>& a,
                      const std::vector<PickleNode>& b,
                      const std::string& path) {
        if (a.size() != b.size()) return differ(path, "another length");
        for (std::size_t i = 0; i < a.size(); ++i) {
            compare(a[i], b[i], path + "/" + std::to_string(i));
        }
    }
    void compareTensors(const TensorEntry& a, const TensorEntry& b, const std::string& path) {
        ++m_numTensors;
        if (a.dtype != b.dtype) return differ(path, "another type");
        if (a.shape != b.shape) return differ(path, "another shape");
        std::vector<std::byte> ours(a.sizeBytes());
        std::vector<std::byte> theirs(b.sizeBytes());
        m_ours.read(a, ours);
        m_theirs.read(b, theirs);
        if (ours != theirs) differ(path, "other numbers");
    }

    const Checkpoint& m_ours;
    const Checkpoint& m_theirs;
    std::string m_differences;
    int m_numTensors = 0;
};

/// What a configuration's file states of the run that the goldens come from.
ScheduleOptions scheduleOf(const nlohmann::json& config) {
    const nlohmann::json& stated = config.at("schedular");
    ScheduleOptions options;
    options.epochs = stated.at("epochs").get<std::int64_t>();
    options.minRate = stated.at("min_lr").get<double>();
    options.warmupRate = stated.at("warmup_lr").get<double>();
    options.warmupEpochs = stated.at("warmup_epochs").get<std::int64_t>();
    return options;
}

AdamWOptions optimiserOf(const nlohmann::json& config) {
    const nlohmann::json& stated = config.at("optimizer");
    AdamWOptions options;
    options.rate = stated.at("lr").get<double>();
    options.headRate = stated.at("lr_custm").get<double>();
    options.weightDecay = stated.at("weight_decay").get<double>();
    return options;
}

/// The tensors of the model, and two moments for each parameter, as other files list them.
std::size_t numGoldenTensors() {
    const auto model = openTensorFile(kTiny / "model.safetensors");
    std::size_t count = model->tensors().size();
    const nlohmann::json index = readJsonFile(kTiny / "optimizer_index.json");
    for (const nlohmann::json& group : index.at("groups")) count += 2 * group.at("names").size();
    return count;
}

}  // namespace

class TestPublishedCheckpoint : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isThePublishedProgramsFieldByField() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "checkpoint.pth";
        const auto golden = openCheckpoint(kTiny / "checkpoint_cuda19.pth");
        const nlohmann::json stated = readJsonFile(kTiny / "config.json");
        const RasaConfig config = parseConfig(stated, "config.json");
        TrainingState state = makeTrainingState(config, at::kCPU);
        loadTrainingState(state, CheckpointStart(*golden, config));
        AdamW optimiser(*state.online, optimiserOf(stated));
        optimiser.restore(readOptimiserState(*golden, optimiser.state()));
        const auto rates = optimiser.baseRates();
        const Schedule schedule(scheduleOf(stated), {rates.begin(), rates.end()});
        const nlohmann::json& reached = golden->metadata();
        writePublishedCheckpoint(file,
                                 {.state = state, .optimiser = optimiser, .schedule = schedule},
                                 {.epoch = reached.at("epoch").get<std::int64_t>(),
                                  .best = reached.at("best").get<double>(),
                                  .bestEpoch = reached.at("best_epoch").get<std::int64_t>()});

        const auto ours = openCheckpoint(file);
        TreeComparison comparison(*ours, *golden);
        comparison.compare(ours->tree(), golden->tree(), "");
        QCOMPARE(QString::fromStdString(comparison.differences()), QString());
        QCOMPARE(static_cast<std::size_t>(comparison.numTensors()), numGoldenTensors());
    }

    void saysWhetherAlphaRises() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "checkpoint.pth";
        RasaConfig config = parseConfig(readJsonFile(kTiny / "config.json"), "config.json");
        for (const bool rises : {true, false}) {
            nlohmann::json keys = nlohmann::json::parse(config.training);
            if (!rises) keys["warm_up"] = false;
            config.training = keys.dump();
            const TrainingState state = makeTrainingState(config, at::kCPU);
            const AdamW optimiser(*state.online, {});
            const Schedule schedule({}, {1e-5, 1e-5, 1e-4, 1e-4});
            writePublishedCheckpoint(
                file, {.state = state, .optimiser = optimiser, .schedule = schedule}, {});
            const auto ours = openCheckpoint(file);
            QCOMPARE(ours->metadata().at("config").at("warm_up").get<bool>(), rises);
        }
    }

    void resumesHereToo() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "checkpoint.pth";
        const RasaConfig config = parseConfig(readJsonFile(kTiny / "config.json"), "config.json");
        const auto golden = openCheckpoint(kTiny / "checkpoint.pth");
        TrainingState state = makeTrainingState(config, at::kCPU);
        loadTrainingState(state, CheckpointStart(*golden, config));
        // Nothing has moved yet: no moments.
        AdamW optimiser(*state.online, {});
        const Schedule schedule({}, {1e-5, 1e-5, 1e-4, 1e-4});
        writePublishedCheckpoint(
            file, {.state = state, .optimiser = optimiser, .schedule = schedule}, {});
        const auto ours = openCheckpoint(file);
        const OptimiserState restored = readOptimiserState(*ours, optimiser.state());
        QVERIFY(!restored.moments.front().first.defined());
        TrainingState again = makeTrainingState(config, at::kCPU);
        loadTrainingState(again, CheckpointStart(*ours, config));
        const auto before = state.tensors();
        for (const auto& [name, tensor] : again.tensors()) {
            QVERIFY2(at::equal(tensor, before.at(name)), name.c_str());
        }
    }
};

}  // namespace descry::training

QTEST_APPLESS_MAIN(descry::training::TestPublishedCheckpoint)
#include "tst_published_checkpoint.moc"
