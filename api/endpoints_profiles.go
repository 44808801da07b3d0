package api

import (
	"cmp"
	"context"

	"paperboy/api/access"
	"paperboy/api/feed"
	"paperboy/api/guard"
	"paperboy/api/params"
	"paperboy/api/profiles"
)

// Authors, venues and categories.
var (
	AuthorProfile = profile(profiles.Author, doc{id: "author", summary: "An author and the papers by them",
		description: "The name in any spelling that folds alike: \"LeCun, Yann\" and yann-lecun are yann lecun. The papers are those by everybody of this name; those under another spelling are not among them. In the facet author are the co-authors of the papers found."})

	VenueProfile = profile(profiles.Venue, doc{id: "venue", summary: "A venue and its papers", description: "Case, accents and spaces do not matter. A paper of a joint conference is in each of its venues."})

	CategoryProfile = profile(profiles.Category, doc{id: "category", summary: "A category and its papers", description: "By its code. cs includes cs.*"})
)

// The profiles as feeds, each in both formats.
var (
	AuthorFeed, AuthorJSONFeed     = profileFeed(feed.Atom, profiles.Author, "The papers by an author"), profileFeed(feed.JSON, profiles.Author, "The papers by an author")
	VenueFeed, VenueJSONFeed       = profileFeed(feed.Atom, profiles.Venue, "The papers of a venue"), profileFeed(feed.JSON, profiles.Venue, "The papers of a venue")
	CategoryFeed, CategoryJSONFeed = profileFeed(feed.Atom, profiles.Category, "The papers of a category"), profileFeed(feed.JSON, profiles.Category, "The papers of a category")
)

func ofProfiles(s *Service) *profiles.Service { return s.Profiles }

func profilePath(kind profiles.Kind) string { return "/" + kind.Segment() + "/{" + string(kind) + "}" }

// profile makes the endpoint of the profiles of a kind.
func profile(kind profiles.Kind, d doc) *Endpoint[profiles.Params, profiles.Answer] {
	d.tag = "Profiles"
	return endpointOf(row{method: get, path: profilePath(kind), need: access.Read, class: guard.BySearch, head: checksOnly, doc: d},
		profiles.Table, ofProfiles, (*profiles.Service).Papers).at(nameInPath(kind))
}

// profileFeed makes the endpoint of a profile as a feed.
func profileFeed(f feed.Format, kind profiles.Kind, summary string) *FeedOf[profiles.Params] {
	e := newFeed(f, row{method: get, path: profilePath(kind), need: access.Read, class: guard.BySearch,
		doc: doc{tag: "Feeds", id: string(kind), summary: summary,
			description: "The papers that were added last come first. The parameters are those of /search; those that set the order, the form or the paging of its answer are ignored, except limit."},
	}, profiles.FeedTable, []inPath[profiles.Params]{nameInPath(kind)}, func(s *Service, ctx context.Context, p profiles.Params) (feed.Feed, error) {
		return s.Profiles.Feed(ctx, p)
	})
	e.canonical = func(_ *Service, _ context.Context, p profiles.Params) (profiles.Params, error) {
		return p.OfFeed(), nil
	}
	e.state = func(s *Service, _ profiles.Params) string { return s.Search.FeedState() }
	return e
}

// nameInPath is the name of a profile, which an address may have in any spelling.
func nameInPath(kind profiles.Kind) inPath[profiles.Params] {
	return inPath[profiles.Params]{
		name: string(kind),
		set: func(p *profiles.Params, s string) error {
			if f := params.CheckValue(string(kind), s, 0); f != nil {
				return f
			}
			p.Kind, p.Name = kind, s
			return nil
		},
		get: func(p *profiles.Params) string { return cmp.Or(profiles.Slug(kind, p.Name), p.Name) },
	}
}
