// The documentation page in the browser: shows the contract that was asked for, and signs in where the page names an issuer.
const ui = document.querySelector('#ui');
const { names = '', issuer = '', client = '' } = ui.dataset;
const known = names.split(' ');
const asked = new URLSearchParams(window.location.search).get('service');
const name = known.includes(asked) ? asked : known[0];

/**
 * The contract with the sign-in of this installation: the code flow at its issuer, whose addresses are Keycloak's. The contract
 * itself names no installation.
 */
const withSignIn = (contract) => ({
  ...contract,
  components: {
    ...contract.components,
    securitySchemes: {
      oidc: {
        type: 'oauth2',
        description: issuer,
        flows: {
          authorizationCode: {
            authorizationUrl: `${issuer}/protocol/openid-connect/auth`,
            tokenUrl: `${issuer}/protocol/openid-connect/token`,
            scopes: { openid: '登录' },
          },
        },
      },
    },
  },
});

const show = async () => {
  const answer = await fetch(`/contracts/${name}.json`);
  const contract = await answer.json();
  const page = window.SwaggerUIBundle({
    spec: issuer === '' ? contract : withSignIn(contract),
    dom_id: '#ui',
    validatorUrl: null,
    deepLinking: true,
    oauth2RedirectUrl: `${window.location.origin}/docs/oauth2-redirect.html`,
  });
  // A public client has no secret: the proof key stands for it (RFC 7636).
  page.initOAuth({ clientId: client, scopes: ['openid'], usePkceWithAuthorizationCodeGrant: true });
};

void show();
