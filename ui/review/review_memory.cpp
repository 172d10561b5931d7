#include "ui/review/review_memory.h"

#include <QVariantList>
#include <algorithm>

#include "ui/common/text.h"

namespace descry {
namespace {

constexpr std::size_t kMostRecent = 10;

const QString kPart = QStringLiteral("reviewing");
const QString kLastKey = QStringLiteral("last");
const QString kRecentKey = QStringLiteral("recent");

const QString kAllSplits = QStringLiteral("all");

QVariantMap stateOf(const SittingPlan& plan) {
    return {{"dataset", qtPath(plan.dataset)},
            {"images", qtPath(plan.images)},
            {"split", plan.pairs.split ? toQString(splitName(*plan.pairs.split)) : kAllSplits},
            {"own", plan.pairs.includeOwn}};
}

SittingPlan planOf(const QVariantMap& state) {
    SittingPlan plan;
    plan.dataset = toPath(state.value("dataset").toString());
    plan.images = toPath(state.value("images").toString());
    plan.pairs.includeOwn = state.value("own").toBool();
    const std::string split = toUtf8(state.value("split").toString());
    if (split == toUtf8(kAllSplits)) plan.pairs.split.reset();
    for (const Split one : {Split::Train, Split::Val, Split::Test}) {
        if (splitName(one) == split) plan.pairs.split = one;
    }
    return plan;
}

}  // namespace

SittingPlan rememberedPlan(const Settings& settings) {
    const QVariantMap last = settings.state(kPart).value(kLastKey).toMap();
    SittingPlan plan = planOf(last);
    plan.annotator = toUtf8(last.value("annotator").toString());
    plan.order = queueOrderNamed(toUtf8(last.value("order").toString())).value_or(plan.order);
    if (plan.order == QueueOrder::Imported) plan.order = QueueOrder::Random;
    plan.seed = last.value("seed", 1).toULongLong();
    plan.overlapSize =
        last.value("overlap", QVariant::fromValue<qulonglong>(plan.overlapSize)).toULongLong();
    if (plan.overlapSize == 0) plan.overlapSize = kOverlapSize;
    plan.isBlind = last.value("blind").toBool();
    if (plan.isBlind && !isFairOrder(plan.order)) plan.order = QueueOrder::Random;
    plan.gold = toPath(last.value("gold").toString());
    return plan;
}

void rememberPlan(Settings& settings, const SittingPlan& plan) {
    QVariantMap last = stateOf(plan);
    last.insert("annotator", toQString(plan.annotator));
    last.insert("order", toQString(queueOrderName(plan.order)));
    last.insert("seed", QVariant::fromValue<qulonglong>(plan.seed));
    last.insert("overlap", QVariant::fromValue<qulonglong>(plan.overlapSize));
    last.insert("blind", plan.isBlind);
    last.insert("gold", qtPath(plan.gold));
    QVariantMap state{{kLastKey, last}};
    std::vector<SittingPlan> recent = recentReviews(settings);
    if (!plan.dataset.empty()) {
        std::erase_if(recent, [&](const SittingPlan& one) { return one.dataset == plan.dataset; });
        recent.insert(recent.begin(), plan);
        recent.resize(std::min(recent.size(), kMostRecent));
    }
    QVariantList list;
    for (const SittingPlan& one : recent) list << stateOf(one);
    state.insert(kRecentKey, list);
    settings.setState(kPart, state);
}

std::vector<SittingPlan> recentReviews(const Settings& settings) {
    std::vector<SittingPlan> recent;
    for (const QVariant& one : settings.state(kPart).value(kRecentKey).toList()) {
        recent.push_back(planOf(one.toMap()));
        if (recent.back().dataset.empty()) recent.pop_back();
    }
    return recent;
}

}  // namespace descry
