package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/guard"
	"paperboy/data/format"
)

// docsPath is the address of the description of the API.
const docsPath = api.Prefix + "/docs"

// isPublic reports whether search engines are invited: the server knows the address at which others
// reach it, and reading needs no key.
func (s *site) isPublic() bool {
	return s.options.BaseURL != "" && !s.options.Gate.Access.ReadsNeedKey()
}

// robots answers /robots.txt (RFC 9309). A server that is not public disallows everything. A public
// one disallows what is costly, every address with a query (searches, with all combinations of
// filters), and the API. The pages of the navigation are only forms without a query.
//
// Another Paperboy may read everything: it fetches only what a person asks it for.
//
// Addresses that are secrets are not listed: their pages say noindex, which a robot sees only if it
// may read them.
func (s *site) robots(c echo.Context) error {
	var b strings.Builder
	name, _, _ := strings.Cut(format.UserAgent, "/")
	fmt.Fprintf(&b, "User-agent: %s\nDisallow:\n\nUser-agent: *\n", name)
	if !s.isPublic() {
		b.WriteString("Disallow: /\n")
		return s.sendRobots(c, b.String())
	}
	fmt.Fprintf(&b, "Allow: %s\nDisallow: %s/\nDisallow: /*?\n", docsPath, api.Prefix)
	for _, p := range s.pages {
		if p.cost == guard.Costly && p.masthead == "" && (p.feature == nil || !p.feature.private) {
			path, _, _ := strings.Cut(p.path, ":")
			fmt.Fprintf(&b, "Disallow: %s\n", path)
		}
	}
	fmt.Fprintf(&b, "Disallow: /papers/*%s\n\nSitemap: %s%s\n", api.NeighbourhoodSuffix, s.options.BaseURL, sitemapPath)
	return s.sendRobots(c, b.String())
}

func (s *site) sendRobots(c echo.Context, text string) error {
	setSecurityHeaders(c.Response().Header())
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return c.Blob(http.StatusOK, echo.MIMETextPlainCharsetUTF8, []byte(text))
}
