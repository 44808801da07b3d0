package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"paperboy/api/lists"

	"github.com/labstack/echo/v4"

	"paperboy/data"
)

// listPage is one reading list: its papers, or what is new for its reader.
type listPage struct {
	frame
	Heading string
	Count   string
	Updated *moment
	URL     string
	Views   []view
	Hits    []hit
	// Gone are papers that were deleted.
	Gone  []listed
	Pager pager
	New   *newPapers
	// Reading is the address to give away, Editing nil for a reader.
	Reading share
	Editing *share
	Export  []link
	// Edit is nil for a reader.
	Edit *listEdit
}

// listed is what a list says of a paper beside the paper.
type listed struct {
	ID    data.ID
	Title string
	Added *moment
	// Note is by paragraphs, RawNote as it is edited.
	Note    []string
	RawNote string
	// URL is the list's, where the note can be changed and the paper taken out;
	// "" for a reader.
	URL string
}

// share is an address that can be given away.
type share struct {
	ID, Address, Meaning string
	// Renew names the key of the address for the form that renews it, "" for a
	// reader.
	Renew, URL string
}

// listEdit is what the holder of the editing key can do.
type listEdit struct {
	// Stars is true where stars put papers into this list.
	Stars         bool
	MaxNameLength int
}

// pageOfList is how many papers of a list a page shows.
const pageOfList = 50

// list answers GET /lists/{key}, and remembers the list in this browser.
func (s *site) list(c echo.Context) error {
	key := listKey(c)
	number, _ := strconv.Atoi(c.QueryParam("page")) // the first, where it is none
	offset := min(max(number-1, 0), lists.MaxPapers/pageOfList) * pageOfList
	a, err := s.service.Lists.Papers(c.Request().Context(), key, lists.Params{Limit: pageOfList, Offset: offset})
	if err != nil {
		return err
	}
	page, err := s.newListPage(c, key, a.List, "")
	if err != nil {
		return err
	}
	for _, p := range a.Papers {
		h := newHit(p.Paper.Paper)
		h.Snippet = nil
		h.Listed = newListed(p.ID, h.PlainTitle, p.Added, p.Note, page)
		page.Hits = append(page.Hits, h)
	}
	for _, p := range a.Gone {
		page.Gone = append(page.Gone, *newListed(p.ID, string(p.ID), p.Added, p.Note, page))
	}
	page.Pager = newListPager(page.URL, offset/pageOfList, a.Total)
	// Where stars go into this very list, taking a paper out is enough.
	if page.Edit == nil || !page.Edit.Stars {
		if err := s.addStars(c, page.Hits); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "list", page)
}

// listKey is the key in the address. An administrator's ID of a list is none: a page has
// nothing to say about a list whose keys it does not know.
func listKey(c echo.Context) lists.Key {
	key := c.Param("key")
	if _, err := strconv.ParseUint(key, 10, 32); err == nil {
		return ""
	}
	return lists.Key(key)
}

// newListPage is what both views of a list show. below is the address of the view
// behind the list's.
func (s *site) newListPage(c echo.Context, key lists.Key, l lists.List, below string) (listPage, error) {
	kept, err := s.remember(c, key, l)
	if err != nil {
		return listPage{}, err
	}
	at := listURL(key)
	page := listPage{
		frame:   s.frame("list", l.Name),
		Heading: l.Name,
		Count:   counted(l.Total, "paper"),
		Updated: newDay(l.Updated),
		URL:     at,
		Views:   []view{{link{"Papers", at}, below == ""}, {link{"New for you", at + newBelow}, below == newBelow}},
	}
	exported := "/api/v1" + listURL(l.ReadKey) + "/export?format="
	for _, f := range exportFormats {
		page.Export = append(page.Export, link{f.Name, exported + string(f.Format)})
	}
	page.Reading = share{ID: "address-read", Address: s.base(c) + listURL(l.ReadKey), Meaning: "Whoever has this address can look, export, and see what is new, but change nothing."}
	if l.MayEdit() {
		page.Edit = &listEdit{Stars: kept.stars == key, MaxNameLength: lists.MaxName}
		page.Reading.Renew, page.Reading.URL = "read", at
		page.Editing = &share{ID: "address-edit", Address: s.base(c) + at, Meaning: "Whoever has it can change and delete the list. Keep it: it leads you back from any browser.", Renew: "edit", URL: at}
	}
	return page, nil
}

// remember puts an opened list on the shelf, unless it is there by its other key.
func (s *site) remember(c echo.Context, key lists.Key, l lists.List) (shelf, error) {
	kept := readShelf(c)
	switch has, err := s.has(c.Request().Context(), kept, key, l); {
	case err != nil:
		return kept, err
	case !has:
		kept.replace(l.ReadKey, key)
		kept.add(key)
	}
	s.keep(c, kept)
	return kept, nil
}

// has reports whether a list is on the shelf, by the key that opened it or by one
// that may do more.
func (s *site) has(ctx context.Context, kept shelf, key lists.Key, l lists.List) (bool, error) {
	if l.MayEdit() || slices.Contains(kept.keys, key) {
		return slices.Contains(kept.keys, key), nil
	}
	for _, key := range kept.keys {
		known, err := s.service.Lists.List(ctx, key)
		if err != nil && !isGone(err) {
			return false, err
		}
		if err == nil && known.ReadKey == l.ReadKey {
			return true, nil
		}
	}
	return false, nil
}

func newListed(id data.ID, title string, added time.Time, note string, page listPage) *listed {
	v := &listed{ID: id, Title: title, Added: newDay(added), Note: paragraphs(note), RawNote: note}
	if page.Edit != nil {
		v.URL = page.URL
	}
	return v
}

func newListPager(at string, current, total int) pager {
	var v pager
	last := max(0, (total-1)/pageOfList)
	to := func(n int) string {
		if n == 0 {
			return at
		}
		return at + "?page=" + strconv.Itoa(n+1)
	}
	if last == 0 && current == 0 {
		return v
	}
	if current > 0 {
		v.Previous = to(min(current-1, last))
	}
	if current < last {
		v.Next = to(current + 1)
	}
	for _, n := range pageNumbers(current, last) {
		if n < 0 {
			v.Pages = append(v.Pages, pageLink{})
		} else {
			v.Pages = append(v.Pages, pageLink{Number: count(n + 1), URL: to(n), Current: n == current})
		}
	}
	return v
}
