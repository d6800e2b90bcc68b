{{ stage('campaign_costs') }}
