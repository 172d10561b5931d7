#pragma once
/// What a sitting is to be: the data set, who decides, in which order, blind or not. Thread rule:
/// GUI thread. Failure rule: none; what cannot be opened is said in the middle of the workspace.

#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/common/widgets.h"
#include "ui/review/sitting.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QMenu;
class QSpinBox;
class QVBoxLayout;

namespace descry {

class SittingForm final : public QWidget {
    Q_OBJECT

  public:
    explicit SittingForm(ApplicationContext& context, QWidget* parent = nullptr);

    const SittingPlan& plan() const { return m_plan; }
    /// Shows it; says nothing.
    void setPlan(const SittingPlan& plan);
    void askDataset();
    /// Its images are looked for beside it.
    void openDataset(const std::filesystem::path& file);
    void chooseOrder(QueueOrder order);
    /// Of the overlap set that there is; says nothing.
    void setOverlapSize(std::size_t size);
    void focusAnnotator();

  Q_SIGNALS:
    void planChanged();

  private:
    void addDataset(QVBoxLayout* column);
    void addSitting(QVBoxLayout* column);
    void addDraws(QVBoxLayout* column);
    QSpinBox* addNumber(QVBoxLayout* column, const char* name, const QString& title);
    void addKnown(QVBoxLayout* column);
    QWidget* addNamed(QVBoxLayout* column, const QString& name, QWidget* field);
    QComboBox* makeChoice(const char* name);
    void fillRecent(QMenu& menu);
    void fillOrders();
    void showPaths();
    void showKnown();
    void chooseKnown(int index);
    void askImages();
    void askKnown();
    /// From the fields; says so if it is another one.
    void change();

    ApplicationContext& m_context;
    SittingPlan m_plan;
    bool m_isShowing = false;  ///< The fields are being filled.
    ElidedLabel* m_dataset = nullptr;
    QPushButton* m_images = nullptr;
    QComboBox* m_split = nullptr;
    QCheckBox* m_includesOwn = nullptr;
    QLineEdit* m_annotator = nullptr;
    QComboBox* m_order = nullptr;
    QCheckBox* m_isBlind = nullptr;
    QSpinBox* m_overlap = nullptr;
    QSpinBox* m_seed = nullptr;
    QComboBox* m_known = nullptr;
};

}  // namespace descry
