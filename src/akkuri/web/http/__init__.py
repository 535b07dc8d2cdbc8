"""What every answer needs: negotiation, cross-origin access, errors as page or problem+json."""
