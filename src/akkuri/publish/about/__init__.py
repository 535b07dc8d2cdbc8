"""What the release says about itself: DCAT, VoID, PROV, the sitemap."""
