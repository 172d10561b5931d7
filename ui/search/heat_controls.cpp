#include "ui/search/heat_controls.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/common/heat_overlay.h"
#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kPercent = 100;
constexpr int kSliderWidth = 112;
constexpr QSize kScaleSize(96, 8);

void fillVariants(QMenu& menu, HeatLook& look) {
    auto* group = new QActionGroup(&menu);
    for (const MapVariant variant :
         {MapVariant::Focus, MapVariant::Rollout, MapVariant::Raw, MapVariant::Gradient}) {
        QAction* action = menu.addAction(shownVariant(variant));
        action->setCheckable(true);
        action->setChecked(look.request().variant == variant);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &look, [&look, variant] {
            look.setRequest({look.request().layer, variant});
        });
    }
}

}  // namespace

HeatScale::HeatScale(QWidget* parent) : QWidget(parent) {
    setFixedSize(kScaleSize);
    setAccessibleName(tr("Scale of the heat"));
    setToolTip(
        tr("From no heat to the hottest place of this map. Every map has a scale of its own."));
}

void HeatScale::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setClipPath(outline);
    painter.drawImage(rect(), heatScale(size()));
}

HeatControls::HeatControls(ApplicationContext& context, HeatLook& look, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_look(look),
      m_heat(pushButton(tr("Heat"), this)),
      m_opacity(new QSlider(Qt::Horizontal, this)),
      m_maps(new QToolButton(this)),
      m_meaning(iconButton(
          context.theme.icon(QStringLiteral("note")), tr("What a heat map is and isn’t"), this)),
      m_note(wrappedLabel({}, this)) {
    layOut();
    connect(m_heat, &QPushButton::toggled, &look, &HeatLook::setOn);
    connect(m_opacity, &QSlider::valueChanged, &look, [&look](int percent) {
        look.setOpacity(static_cast<double>(percent) / kPercent);
    });
    connect(m_maps->menu(), &QMenu::aboutToShow, this, &HeatControls::fillMaps);
    connect(m_meaning, &QToolButton::toggled, m_note, &QLabel::setVisible);
    connect(&look, &HeatLook::changed, this, &HeatControls::showLook);
    showLook();
}

void HeatControls::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceM);
    m_heat->setObjectName(QStringLiteral("heat"));
    m_heat->setCheckable(true);
    m_heat->setAccessibleName(tr("Show heat"));
    m_heat->setToolTip(tr("Show or hide the heat (H)"));
    row->addWidget(m_heat);
    addScale(row);
    m_maps->setObjectName(QStringLiteral("maps"));
    m_maps->setText(tr("Map"));
    m_maps->setAccessibleName(tr("Which maps are shown"));
    m_maps->setToolTip(tr("Layer and kind of the maps"));
    m_maps->setPopupMode(QToolButton::InstantPopup);
    m_maps->setFocusPolicy(Qt::TabFocus);
    m_maps->setMenu(new QMenu(m_maps));
    row->addWidget(m_maps);
    m_meaning->setObjectName(QStringLiteral("heatMeaning"));
    m_meaning->setCheckable(true);
    row->addWidget(m_meaning);
    row->addStretch(1);
    column->addLayout(row);
    m_note->setObjectName(QStringLiteral("heatNote"));
    setLook(m_note, "secondary");
    m_note->hide();
    column->addWidget(m_note);
}

void HeatControls::addScale(QHBoxLayout* row) {
    auto* scale = new QHBoxLayout;
    scale->setSpacing(kSpaceS);
    scale->addWidget(lookLabel(tr("none"), "secondary", this));
    scale->addWidget(new HeatScale(this));
    scale->addWidget(lookLabel(tr("most"), "secondary", this));
    row->addLayout(scale);
    m_opacity->setObjectName(QStringLiteral("heatOpacity"));
    m_opacity->setAccessibleName(tr("Opacity of the heat"));
    m_opacity->setToolTip(tr("Opacity of the heat ([ and ])"));
    m_opacity->setRange(0, kPercent);
    m_opacity->setPageStep(static_cast<int>(HeatLook::kOpacityStep * kPercent));
    m_opacity->setFixedWidth(kSliderWidth);
    m_opacity->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_opacity);
}

void HeatControls::showLook() {
    m_heat->setChecked(m_look.isOn());
    m_opacity->setValue(static_cast<int>(std::lround(m_look.opacity() * kPercent)));
    m_opacity->setEnabled(m_look.isOn());
    m_note->setText(
        tr("%1 A map shows how the model reads the picture, not what is true, and every map has a "
           "scale of its own: it says where, not whether. Whether a word counts is told by the bar "
           "under it; a word without evidence leaves the picture as it is. A wavy line marks a "
           "word that the model doubts in this picture.")
            .arg(meaningOf(m_look.request().variant)));
}

/// When it is opened: layers are the open bundle's.
void HeatControls::fillMaps() {
    QMenu& menu = *m_maps->menu();
    menu.clear();
    fillVariants(menu, m_look);
    menu.addSeparator();
    addLayers(menu);
}

void HeatControls::addLayers(QMenu& menu) {
    const auto& bundle = m_context.workbench.bundle();
    if (!bundle) return;
    auto* group = new QActionGroup(&menu);
    const auto add = [&](const QString& text, std::optional<std::int64_t> layer) {
        QAction* action = menu.addAction(text);
        action->setCheckable(true);
        action->setChecked(m_look.request().layer == layer);
        group->addAction(action);
        connect(action, &QAction::triggered, &m_look, [this, layer] {
            m_look.setRequest({layer, m_look.request().variant});
        });
    };
    const RasaConfig& config = bundle->bundle->config();
    const MapRequest usual{std::nullopt, m_look.request().variant};
    add(tr("Usual layer (%1)").arg(explainedLayer(config, usual)), std::nullopt);
    for (std::int64_t layer = config.bert.fusionLayer; layer < config.bert.numHiddenLayers;
         ++layer) {
        add(tr("Layer %1").arg(layer), layer);
    }
}

}  // namespace descry
