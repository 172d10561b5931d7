#pragma once
/// A list of values with counts, each with a box to check. A long one shows its first few until it
/// is unfolded or something is typed into its field; it never makes more entries than kMaxEntries,
/// however many values there are. Those that are checked are always among them. Thread rule: GUI
/// thread.

#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>
#include <QWidget>
#include <string>
#include <vector>

#include "ui/search/gallery_facets.h"

namespace descry {

class FacetList final : public QWidget {
    Q_OBJECT

  public:
    /// One: checking a value unchecks the others.
    enum class Choice { Several, One };

    static constexpr int kMaxEntries = 200;

    /// `name` is the object name of the list; its field and button are called after it. Folded it
    /// shows `foldedRows`.
    FacetList(Choice choice, int foldedRows, const QString& name, QWidget* parent = nullptr);

    /// `title` for those who cannot see it.
    void setTitle(const QString& title);
    void setFacets(const std::vector<FacetCount>& facets, QString (*shown)(const std::string&));
    std::size_t count() const { return m_values.size(); }
    std::vector<std::string> checked() const { return m_checked; }
    void setChecked(const std::vector<std::string>& values);

  Q_SIGNALS:
    void checkedChanged();

  private:
    struct Value {
        std::string value;
        QString shown;
        std::int64_t numItems = 0;
        bool isChecked = false;
    };

    void markChecked();
    void fill();
    std::vector<const Value*> matching() const;
    void addEntry(const Value& value);
    void take(const QListWidgetItem& changed);
    void showFold(std::size_t numMatching);

    Choice m_choice;
    int m_foldedRows;
    QLineEdit* m_typed;
    QListWidget* m_list;
    QToolButton* m_more;
    std::vector<Value> m_values;
    std::vector<std::string> m_checked;
    bool m_isUnfolded = false;
    bool m_isFilling = false;
};

}  // namespace descry
