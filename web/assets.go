package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// assetSources lists the files of which each asset is made, in this order.
var assetSources = map[string][]string{
	"site.css":    {"css/1-base.css", "css/2-frame.css", "css/3-search.css", "css/4-paper.css", "css/5-lists.css", "css/6-around.css", "css/7-provenance.css", "css/8-add.css", "css/9-receipt.css", "css/10-completions.css", "css/11-rising.css", "css/12-grid.css", "css/13-sign-in.css", "css/14-help.css"},
	"htmx.js":     {"htmx-4.0.1.min.js"},
	"app.js":      {"app.js", "keys.js", "complete.js", "follow.js", "brush.js"},
	"add.js":      {"add.js"},
	"favicon.svg": {"favicon.svg"},
}

// The media types of assets, by extension.
var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// assets are served under names that contain a hash of their bytes, and so can
// be cached for ever.
type assets struct {
	urls  map[string]string
	bytes map[string][]byte
}

func loadAssets(files fs.FS) (assets, error) {
	a := assets{urls: map[string]string{}, bytes: map[string][]byte{}}
	for name, sources := range assetSources {
		var b bytes.Buffer
		for _, source := range sources {
			part, err := fs.ReadFile(files, "static/"+source)
			if err != nil {
				return a, fmt.Errorf("load asset %s: %w", name, err)
			}
			b.Write(part)
		}
		ext := path.Ext(name)
		hash := sha256.Sum256(b.Bytes())
		hashed := fmt.Sprintf("%s.%x%s", strings.TrimSuffix(name, ext), hash[:6], ext)
		a.urls[name] = "/assets/" + hashed
		a.bytes[hashed] = b.Bytes()
	}
	return a, nil
}

// url is where the asset called name is served.
func (a assets) url(name string) (string, error) {
	u, ok := a.urls[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return u, nil
}

func (a assets) serve(c echo.Context) error {
	name := c.Param("name")
	b, ok := a.bytes[name]
	if !ok {
		return echo.ErrNotFound
	}
	secure(c.Response().Header())
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, assetTypes[path.Ext(name)], b)
}
