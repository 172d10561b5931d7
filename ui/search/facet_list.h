#pragma once
/// A list of values with counts, each with a box to check. A long one shows its first few until it
/// is unfolded or something is typed into its field; it never makes more entries than kMaxEntries,
/// however many values there are. Those that are checked are always among them. Thread rule: GUI
/// thread.

#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>
#include <QWidget>
#include <memory>
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
    using Facets = std::shared_ptr<const std::vector<FacetCount>>;
    /// Shared: there may be as many as people in a large gallery.
    void setFacets(Facets facets);
    std::size_t count() const { return m_facets->size(); }
    std::vector<std::string> checked() const { return m_checked; }
    void setChecked(const std::vector<std::string>& values);
    /// As at first: nothing typed, the first few shown.
    void fold();

  Q_SIGNALS:
    void checkedChanged();

  private:
    bool isChecked(const FacetCount& facet) const;
    void fill();
    std::vector<const FacetCount*> matching() const;
    void addEntry(const FacetCount& facet);
    void take(const QListWidgetItem& changed);
    void showFold(std::size_t numMatching);

    Choice m_choice;
    int m_foldedRows;
    QLineEdit* m_typed;
    QListWidget* m_list;
    QToolButton* m_more;
    Facets m_facets = std::make_shared<const std::vector<FacetCount>>();
    std::vector<std::string> m_checked;
    bool m_isUnfolded = false;
    bool m_isFilling = false;
};

}  // namespace descry
