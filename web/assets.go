package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/transfer"
)

// assetSources names each asset's files below static, in the order in which they are joined. A
// pattern stands for its files in the order of their names: style sheets are numbered.
var assetSources = map[string][]string{
	"site.css":    {"css/*.css"},
	"htmx.js":     {"htmx-4.0.1.min.js"},
	"app.js":      {"app.js", "keys.js", "complete.js", "livesearch.js", "brush.js", "starters.js", "sheet.js", "cards.js"},
	"add.js":      {"add.js"},
	"titles.js":   {"titles.js"},
	"map.js":      {"map.js"},
	"favicon.svg": {"favicon.svg"},
	// Drawn from favicon.svg by icons.sh.
	"icon-32.png":  {"icon-32.png"},
	"icon-180.png": {"icon-180.png"},
}

// assetTypes maps a file extension to its media type.
var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
}

// assets holds the static files. The name of each contains a hash of its content, so that
// browsers may cache it forever.
type assets struct {
	urls  map[string]string
	bytes map[string][]byte
	// gzipped has the files of bytes as gzip writes them if it takes its time. For an answer made
	// for one request the server does not: it would send 8 kB more of a page's 60.
	gzipped map[string][]byte
}

func loadAssets(files fs.FS) (assets, error) {
	a := assets{urls: map[string]string{}, bytes: map[string][]byte{}, gzipped: map[string][]byte{}}
	for name, sources := range assetSources {
		var b bytes.Buffer
		for _, pattern := range sources {
			if err := appendFiles(&b, files, "static/"+pattern); err != nil {
				return a, fmt.Errorf("load asset %s: %w", name, err)
			}
		}
		ext := path.Ext(name)
		hash := sha256.Sum256(b.Bytes())
		hashed := fmt.Sprintf("%s.%x%s", strings.TrimSuffix(name, ext), hash[:6], ext)
		a.urls[name] = transfer.AssetsPath + hashed
		a.bytes[hashed] = b.Bytes()
		a.gzipped[hashed] = compress(b.Bytes())
	}
	return a, nil
}

// appendFiles writes the files that match pattern to b, in the order of their names.
func appendFiles(b *bytes.Buffer, files fs.FS, pattern string) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("no file matches %s", pattern)
	}
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		b.Write(content)
	}
	return nil
}

// compress returns b as gzip makes it smallest.
func compress(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	w.Write(b)                                              // a bytes.Buffer doesn't fail
	w.Close()
	return out.Bytes()
}

// url returns the address of the asset called name.
func (a assets) url(name string) (string, error) {
	u, ok := a.urls[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return u, nil
}

// favicon answers /favicon.ico, which some programs ask for without reading a page.
func (a assets) favicon(c echo.Context) error {
	setSecurityHeaders(c.Response().Header())
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.Blob(http.StatusOK, assetTypes[".png"], a.bytes[path.Base(a.urls["icon-32.png"])])
}

// manifest answers /manifest.webmanifest, by which a browser installs the site like a program.
func (a assets) manifest(c echo.Context) error {
	type icon struct {
		Source string `json:"src"`
		Sizes  string `json:"sizes"`
		Type   string `json:"type"`
	}
	b, err := json.Marshal(struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		ID          string `json:"id"`
		Start       string `json:"start_url"`
		Display     string `json:"display"`
		Background  string `json:"background_color"`
		Theme       string `json:"theme_color"`
		Icons       []icon `json:"icons"`
	}{
		"Paperboy", "Search research papers, follow what is new, and find similar ones.", "/", "/", "minimal-ui", "#fbfaf7", "#ffffff",
		[]icon{{a.urls["favicon.svg"], "any", assetTypes[".svg"]}, {a.urls["icon-180.png"], "180x180", assetTypes[".png"]}},
	})
	if err != nil {
		return err
	}
	setSecurityHeaders(c.Response().Header())
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.Blob(http.StatusOK, "application/manifest+json", b)
}

func (a assets) serve(c echo.Context) error {
	name := c.Param("name")
	b, ok := a.bytes[name]
	if !ok {
		return echo.ErrNotFound
	}
	setSecurityHeaders(c.Response().Header())
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	c.Response().Header().Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if transfer.TakesGzip(c) {
		c.Response().Header().Set(echo.HeaderContentEncoding, "gzip")
		b = a.gzipped[name]
	}
	return c.Blob(http.StatusOK, assetTypes[path.Ext(name)], b)
}
