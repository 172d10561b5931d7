#include <QTest>
#include <cmath>

#include "core/synthetic/colour.h"

namespace descry::synthetic {

class TestColour : public QObject {
    Q_OBJECT

  private slots:
    void sampledColourBearsItsName() {
        RandomStream random(3);
        for (std::size_t i = 0; i < kNumColours; ++i) {
            const auto name = static_cast<ColourName>(i);
            for (int k = 0; k < 300; ++k) {
                const Rgb colour = sampleColour(name, random);
                QCOMPARE(colourText(nameColour(colour)), colourText(name));
                QVERIFY(colour.x >= 0 && colour.x <= 1 && colour.y >= 0 && colour.y <= 1 &&
                        colour.z >= 0 && colour.z <= 1);
            }
        }
    }

    void plainColoursHaveTheirNames() {
        QCOMPARE(colourText(nameColour({0, 0, 0})), std::string_view("black"));
        QCOMPARE(colourText(nameColour({1, 1, 1})), std::string_view("white"));
        QCOMPARE(colourText(nameColour({0.9F, 0.05F, 0.05F})), std::string_view("red"));
    }

    void transferIsItsOwnInverse() {
        for (int i = 0; i <= 100; ++i) {
            const float value = static_cast<float>(i) / 100;
            QVERIFY(std::abs(srgbFromLinear(linearFromSrgb(value)) - value) < 1e-4F);
        }
    }

    void distanceIsAMeasure() {
        const Rgb red{0.8F, 0.1F, 0.1F};
        const Rgb blue{0.1F, 0.1F, 0.8F};
        QCOMPARE(colourDistance(red, red), 0.0F);
        QCOMPARE(colourDistance(red, blue), colourDistance(blue, red));
        QVERIFY(colourDistance(red, blue) > 25);
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestColour)
#include "tst_colour.moc"
