#pragma once
/// A layout that puts widgets one after another and goes on in a new line where there is no room,
/// as words of a text. Thread rule: GUI thread.

#include <QLayout>
#include <memory>
#include <vector>

namespace descry {

class FlowLayout final : public QLayout {
    Q_OBJECT

  public:
    /// `spacing`, pixels, is between widgets and between lines.
    explicit FlowLayout(int spacing, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

  private:
    enum class Lines { Measure, Place };
    /// The height that the lines take.
    int arrange(const QRect& rect, Lines lines) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

}  // namespace descry
