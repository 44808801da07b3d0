package web

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/guard"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/web/view"
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

const (
	// sitemapPath is the address of the index of the sitemap. Its parts are below sitemapsPath.
	sitemapPath  = "/sitemap.xml"
	sitemapsPath = "/sitemaps/"
	// papersInPart is how many numbers of papers a part covers. The protocol allows 50,000 addresses
	// a file (sitemaps.org/protocol.html); 10,000 take a tenth of a second.
	papersInPart = 10_000
	sitemapType  = "application/xml; charset=utf-8"
	sitemapAge   = "public, max-age=86400"
)

// sitemapIndex answers /sitemap.xml: the addresses of the parts. Part N of the papers has those
// with the numbers from (N-1)*papersInPart+1 on, so that a part changes only if its papers do.
func (s *site) sitemapIndex(c echo.Context) error {
	last, sent, err := s.beginSitemap(c)
	if sent || err != nil {
		return err
	}
	return s.writeXML(c, "sitemapindex", func(w io.Writer) error {
		fmt.Fprintf(w, "<sitemap><loc>%s</loc></sitemap>\n", s.inXML(sitemapsPath+"pages.xml"))
		for part := 1; (part-1)*papersInPart < int(last); part++ {
			fmt.Fprintf(w, "<sitemap><loc>%s</loc></sitemap>\n", s.inXML(fmt.Sprintf("%spapers-%d.xml", sitemapsPath, part)))
		}
		return nil
	})
}

// sitemapPart answers /sitemaps/pages.xml and /sitemaps/papers-N.xml.
func (s *site) sitemapPart(c echo.Context) error {
	name := c.Param("part")
	digits, isPapers := strings.CutPrefix(strings.TrimSuffix(name, ".xml"), "papers-")
	part, err := strconv.Atoi(digits)
	if name != "pages.xml" && (!isPapers || err != nil || name != fmt.Sprintf("papers-%d.xml", part)) {
		return echo.ErrNotFound
	}
	last, sent, err := s.beginSitemap(c)
	if sent || err != nil {
		return err
	}
	if !isPapers {
		return s.writeXML(c, "urlset", s.writePages)
	}
	if part < 1 || part > (int(last)+papersInPart-1)/papersInPart {
		return echo.ErrNotFound
	}
	return s.writeXML(c, "urlset", func(w io.Writer) error {
		first := data.Number((part - 1) * papersInPart)
		for id, err := range s.service.Library.AllIDs(c.Request().Context(), first, first+papersInPart) {
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "<url><loc>%s</loc><lastmod>%s</lastmod></url>\n", s.inXML(view.PaperURL(id.ID)), id.Updated.UTC().Format("2006-01-02"))
		}
		return nil
	})
}

// writePages writes the addresses of the pages that are the same for everybody: those of the
// navigation, and the manual.
func (s *site) writePages(w io.Writer) error {
	paths := []string{"/", docsPath}
	for _, link := range s.navigation("", func(p pageRow) string { return p.masthead + p.footer }) {
		paths = append(paths, link.URL)
	}
	for _, topic := range s.manual.Topics {
		paths = append(paths, s.manual.Pages[topic].URL())
	}
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		fmt.Fprintf(w, "<url><loc>%s</loc></url>\n", s.inXML(path))
	}
	return nil
}

// beginSitemap returns the highest number of a paper. It answers 304 itself if nothing has changed,
// and refuses on a server that is not public.
func (s *site) beginSitemap(c echo.Context) (last data.Number, sent bool, err error) {
	if !s.isPublic() {
		return 0, false, echo.ErrNotFound
	}
	last, head, err := s.service.Library.LastNumber(c.Request().Context())
	if err != nil {
		return 0, false, err
	}
	header := c.Response().Header()
	setSecurityHeaders(header)
	header.Set("Cache-Control", sitemapAge)
	// Weak, because it does not tell the compressed bytes from the others.
	tag := fmt.Sprintf(`W/"%s-%d"`, s.options.Version, head)
	header.Set("ETag", tag)
	if strings.Contains(c.Request().Header.Get("If-None-Match"), tag) {
		return last, true, c.NoContent(http.StatusNotModified)
	}
	return last, false, nil
}

// writeXML sends the document as it is made. An error before its first bytes are sent is still
// answered as one; a later one breaks the connection off.
func (s *site) writeXML(c echo.Context, root string, write func(io.Writer) error) error {
	c.Response().Header().Set(echo.HeaderContentType, sitemapType)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	w := bufio.NewWriterSize(c.Response(), 64<<10)
	fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n", root)
	if err := write(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "</%s>\n", root)
	return w.Flush()
}

// inXML returns the full address of a path of this server, escaped for XML.
func (s *site) inXML(path string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s.options.BaseURL+path)) // a Builder does not fail
	return b.String()
}
