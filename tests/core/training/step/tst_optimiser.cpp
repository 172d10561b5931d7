// The optimiser's step where gradients are larger than their bound, or no numbers.

#include <QTest>
#include <algorithm>
#include <limits>

#include "core/model/nn/torch_headers.h"
#include "core/training/step/optimiser.h"

namespace descry::training {
namespace {

using Tensors = std::vector<at::Tensor>;

/// One parameter of each of the optimiser's groups, in their order. The gradients' norms are 4, 2,
/// 2 and 5: together 7, without any rounding.
struct Network {
    torch::nn::Module module;
    Tensors parameters;

    Network() {
        add("bias", at::full({1}, 4.0));
        add("weight", at::ones({2, 2}));
        add("mrtd_bias", at::tensor({0.0F, -2.0F}));
        add("prd_weight", at::tensor({3.0F, 4.0F}).unsqueeze(0));
    }

    void add(const char* name, const at::Tensor& gradient) {
        parameters.push_back(module.register_parameter(name, at::full_like(gradient, 0.3)));
        parameters.back().mutable_grad() = gradient;
    }
    Tensors values() const {
        Tensors values;
        for (const at::Tensor& parameter : parameters) values.push_back(parameter.detach().clone());
        return values;
    }
    Tensors gradients() const {
        Tensors gradients;
        for (const at::Tensor& parameter : parameters)
            gradients.push_back(parameter.grad().clone());
        return gradients;
    }
    double gradientNorm() const {
        Tensors flat;
        for (const at::Tensor& parameter : parameters) flat.push_back(parameter.grad().flatten());
        return at::linalg_vector_norm(at::cat(flat)).item<double>();
    }
};

bool areSame(const Tensors& a, const Tensors& b) {
    return std::ranges::equal(
        a, b, [](const at::Tensor& x, const at::Tensor& y) { return at::equal(x, y); });
}

Tensors firstMoments(const AdamW& optimiser) {
    Tensors all;
    for (const Moments& moments : optimiser.state().moments) all.push_back(moments.first);
    return all;
}

/// Everything that the optimiser keeps of the parameters.
Tensors momentsOf(const AdamW& optimiser) {
    Tensors all;
    for (const Moments& moments : optimiser.state().moments) {
        all.insert(all.end(), {at::full({}, moments.step), moments.first, moments.second});
    }
    return all;
}

}  // namespace

class TestOptimiser : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gradientsBeyondTheBoundAreScaledByOneFactor() {
        Network network;
        Tensors halves;
        for (const at::Tensor& gradient : network.gradients()) halves.push_back(gradient / 2);
        // Without beta1 the first moment is the gradient that the update saw.
        AdamW optimiser(network.module, {.beta1 = 0, .clipNorm = 3.5});
        const UpdateReport report = optimiser.step();
        QVERIFY(report.isFinite);
        QCOMPARE(report.gradientNorm, 7.0);
        QCOMPARE(network.gradientNorm(), 3.5);
        QVERIFY(areSame(network.gradients(), halves));
        QVERIFY(areSame(firstMoments(optimiser), halves));
    }

    void gradientsUpToTheBoundAreLeftAlone_data() {
        QTest::addColumn<double>("bound");
        QTest::newRow("at the bound") << 7.0;
        QTest::newRow("below it") << 8.0;
    }
    void gradientsUpToTheBoundAreLeftAlone() {
        QFETCH(double, bound);
        Network plain;
        Network bounded;
        AdamW(plain.module, {}).step();
        const UpdateReport report = AdamW(bounded.module, {.clipNorm = bound}).step();
        QVERIFY(report.isFinite);
        QCOMPARE(report.gradientNorm, 7.0);
        QVERIFY(areSame(bounded.gradients(), Network().gradients()));
        QVERIFY(areSame(bounded.values(), plain.values()));
        QVERIFY(!areSame(bounded.values(), Network().values()));
    }

    void gradientsThatAreNotFiniteChangeNothing_data() {
        using Limits = std::numeric_limits<float>;
        QTest::addColumn<float>("value");
        QTest::newRow("not a number") << Limits::quiet_NaN();
        QTest::newRow("infinite") << Limits::infinity();
        QTest::newRow("infinite, below zero") << -Limits::infinity();
    }
    void gradientsThatAreNotFiniteChangeNothing() {
        QFETCH(float, value);
        Network network;
        AdamW optimiser(network.module, {.clipNorm = 3.5});
        optimiser.step();  // From here on there are moments.
        network.parameters.back().mutable_grad().select(1, 0).fill_(value);
        const Tensors values = network.values();
        const Tensors moments = momentsOf(optimiser);
        Tensors gradients = network.gradients();
        QVERIFY(!optimiser.step().isFinite);
        QVERIFY(areSame(network.values(), values));
        QVERIFY(areSame(momentsOf(optimiser), moments));
        Tensors after = network.gradients();
        // What is no number equals nothing.
        after.pop_back();
        gradients.pop_back();
        QVERIFY(areSame(after, gradients));
    }
};

}  // namespace descry::training

QTEST_APPLESS_MAIN(descry::training::TestOptimiser)
#include "tst_optimiser.moc"
