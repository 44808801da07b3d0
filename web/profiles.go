package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/profiles"
	"paperboy/data/taxonomy"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/web/view"
)

// profilePage shows the papers of an author, a venue or a category: a search page below what is
// known of all of them.
type profilePage struct {
	searchPage
	// Kind is "Author", "Venue" or "Category", and Schema the type of schema.org.
	Kind, Schema string
	// Name is the heading. Code is the code of a category, if it has a name.
	Name, Code string
	// Years says how many papers there are, and of which years.
	Years string
	// Archive leads to what a category is within; without an address, it is within none.
	Archive   view.Link
	Topics    []view.Link
	Coauthors profileLinks
	// Categories are those within an archive, or those that the papers of a category are in too.
	Categories profileLinks
	Spellings  profileLinks
	// AllSpellings finds the papers of all spellings.
	AllSpellings string
}

// profileLinks is a row of links to other profiles: a few, and more to unfold.
type profileLinks struct {
	Label       string
	First, More []view.ProfileLink
}

const (
	shownCoauthors = 10
	maxCategories  = 40
)

func newProfileLinks(label string, links []view.ProfileLink) profileLinks {
	n := min(len(links), shownCoauthors)
	return profileLinks{label, links[:n], links[n:]}
}

func (s *site) author(c echo.Context) error   { return s.profile(c, profiles.Author) }
func (s *site) venue(c echo.Context) error    { return s.profile(c, profiles.Venue) }
func (s *site) category(c echo.Context) error { return s.profile(c, profiles.Category) }

// profile answers the addresses of profiles of a kind. It first redirects to the one address that
// all spellings of the name share.
func (s *site) profile(c echo.Context, kind profiles.Kind) error {
	name, err := url.PathUnescape(strings.TrimPrefix(c.Request().URL.EscapedPath(), "/"+kind.Segment()+"/"))
	if err != nil {
		return fault.New(fault.NotFound, "", "the address is not encoded correctly")
	}
	asked := c.QueryParams()
	slug := profiles.Slug(kind, name)
	if tidy, changed := view.DropEmpty(asked); changed || slug != "" && slug != name {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix(profiles.Path(kind, name)+"?"+tidy.Encode(), "?"))
	}
	p, notices, err := view.ReadProfile(kind, name, asked)
	if err != nil {
		return err
	}
	choice := readDisplay(c)
	p.Params = choice.sized(p.Params, asked)
	shown := p
	shown.Params = view.PageParams(p.Params)
	shown.Facets = slices.DeleteFunc(shown.Facets, func(f index.Facet) bool { return f == index.FacetAuthor })
	a, err := s.service.Profiles.Papers(c.Request().Context(), shown)
	if code := api.ProblemOf(err).Code; err != nil && (code == fault.CursorMismatch || code == fault.InvalidCursor) {
		p.Cursor = ""
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix(p.Path()+"?"+p.URLValues().Encode(), "?"))
	}
	if err != nil {
		return err
	}
	if path := profiles.Path(kind, a.Value); path != p.Path() { // a venue or category that papers spell otherwise
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix(path+"?"+p.URLValues().Encode(), "?"))
	}
	sorts, err := s.service.Search.Sorts()
	if err != nil {
		return err
	}
	page := s.newProfilePage(p, a, sorts)
	addListingPlaces(c, page.Hits, view.SearchedParams(view.NewProfileListing(p, a.Profile).Whole(), a.Answer))
	page.searchPage.Notices, page.Display = append(notices, page.searchPage.Notices...), choice.options(c)
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "profile", page)
}

func (s *site) newProfilePage(p profiles.Params, a profiles.Answer, sorts []index.Sort) profilePage {
	l := view.NewProfileListing(p, a.Profile)
	own := index.Facet(p.Kind)
	categories := a.Facets[index.FacetCategory]
	delete(a.Facets, own)
	page := profilePage{
		searchPage: s.newSearchPage(l, a.Answer, sorts),
		Kind:       index.Facet(p.Kind).Info().Label, Schema: "Person",
		Name: a.Name, Years: view.ProfileYears(a.Profile),
		Topics:    view.NewTopicLinks(l, a.Topics),
		Coauthors: newProfileLinks("Most papers by", view.NewProfileLinks(profiles.Author, a.Coauthors)),
		Spellings: newProfileLinks("May also be written", view.NewProfileLinks(profiles.Author, a.Spellings)),
	}
	switch p.Kind {
	case profiles.Author:
		page.Coauthors.Label = "Co-authors"
		page.AllSpellings = allSpellings(a.Profile)
	case profiles.Venue:
		page.Schema = "Periodical"
	case profiles.Category:
		page.Schema = "DefinedTerm"
		page.setCategories(a.Profile, categories)
	}
	page.nest(s.frame("profile", strings.TrimSpace(page.Name+" "+p.Q)))
	page.SearchPath, page.SearchLabel, page.SearchHint = l.Path, "Search the papers of "+page.Name, "Search these papers"
	page.Feeds, page.ClearAll = view.ProfileFeeds(p, a.Profile), l.Url(view.QuerySearch(p.Q))
	if page.Save != nil {
		page.Save.Feeds = page.Feeds
	}
	if page.NoResults != nil {
		page.NoResults.Links = []view.Link{
			{Text: "All papers of " + page.Name, URL: l.Path},
			{Text: "Search all papers for “" + text.ClipWords(p.Q, 60) + "”", URL: view.SearchURL(view.QuerySearch(p.Q))},
		}
		if p.Q == "" {
			page.NoResults.Links = page.NoResults.Links[:1]
		}
	}
	return page
}

// setCategories shows where a category stands: its archive, and the categories within it or beside
// it.
func (page *profilePage) setCategories(of profiles.Profile, buckets []index.Bucket) {
	label := "Also in"
	if name := taxonomy.Name(of.Value); name != "" {
		page.Code = of.Value
		if archive := taxonomy.Archive(of.Value); archive != "" {
			page.Archive = view.Link{Text: taxonomy.Name(archive), URL: profiles.Path(profiles.Category, archive)}
		} else {
			label = "Categories"
		}
	}
	page.Categories = newProfileLinks(label, view.NewCategoryLinks(buckets, maxCategories))
}

// allSpellings returns the address of a search for the papers of an author under all spellings; ""
// if there is only one.
func allSpellings(of profiles.Profile) string {
	if len(of.Spellings) == 0 {
		return ""
	}
	names := []string{of.Value}
	for _, n := range of.Spellings {
		names = append(names, n.Value)
	}
	all := view.QuerySearch("")
	all.Filter.Values = map[index.Facet][]string{index.FacetAuthor: names}
	return view.SearchURL(all)
}

// unknownProfile makes an error page of an address whose name no paper has, with links to similar
// names.
func (page *errorPage) unknownProfile(e *profiles.UnknownError) {
	page.Heading = "No such " + string(e.Kind)
	page.Detail = "No paper here has the " + string(e.Kind) + " “" + text.ClipWords(e.Name, 80) + "”."
	page.Links = nil
	if len(e.Near) > 0 {
		page.Detail += " Similar names:"
	}
	for _, l := range view.NewProfileLinks(e.Kind, e.Near) {
		if name := taxonomy.Short(l.Text); e.Kind == profiles.Category && name != "" {
			l.Text = name + " (" + l.Text + ")"
		}
		page.Links = append(page.Links, l.Link)
	}
	page.Links = append(page.Links, view.Link{Text: "Search for “" + text.ClipWords(e.Name, 60) + "”", URL: view.SearchURL(view.QuerySearch(e.Name))})
}
